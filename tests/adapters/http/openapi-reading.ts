/** One operation of the document. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly id: string;
  /** Schemas of JSON answers by status. */
  readonly answers: Readonly<Record<number, object>>;
  readonly body: object | undefined;
}

interface Content {
  readonly content?: { readonly "application/json": { readonly schema: object } };
}
interface WrittenOperation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Content>>;
  readonly requestBody?: Content;
}

/** The operations of a document, each with its path. */
export const toOperations = ({ paths }: { readonly paths: object }): readonly Operation[] =>
  Object.entries(paths as Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, { operationId, responses, requestBody }]) => ({
        method,
        path,
        id: operationId,
        answers: Object.fromEntries(
          Object.entries(responses).flatMap(([status, { content }]) =>
            content === undefined ? [] : [[status, content["application/json"].schema]],
          ),
        ),
        body: requestBody?.content?.["application/json"].schema,
      })),
  );
