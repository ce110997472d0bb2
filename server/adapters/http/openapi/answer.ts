import { ref, type Schema } from "./schema.ts";

/** JSON of that form. */
export const asJson = (schema: Schema) => ({ "application/json": { schema } });

/** An answer that is a problem. */
export const toProblem = (description: string) => ({ description, content: asJson(ref("Problem")) });
