import type { BrokerConfig } from "../../boundary/mqtt-subscription.ts";

/** Why a broker is not there for us, for people; and whether only a person can mend it. */
export interface BrokerTrouble {
  readonly sentence: string;
  /** Trying again soon cannot help, and may lock an account. */
  readonly needsPerson: boolean;
  /** It may be a broker that knows MQTT 3.1.1 only. */
  readonly mayBeVersion: boolean;
}

/** Reason codes of a refused connection: MQTT 3.1.1, MQTT 5. */
const versionCodes = new Set([1, 132]);
const clientIdCodes = new Set([2, 133]);
const accountCodes = new Set([4, 5, 134, 135, 138, 140]);

const untrusted = "Its certificate is signed by nobody we trust; name the one who signed it in caFile.";

const sentenceByError: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Nothing listens there.",
  ECONNRESET: "It closed the connection.",
  ENOTFOUND: "There is no host of this name.",
  EAI_AGAIN: "The name of the host cannot be looked up at the moment.",
  ETIMEDOUT: "It does not answer.",
  EHOSTUNREACH: "There is no way to this host.",
  ENETUNREACH: "There is no way to this host.",
  EPROTO: "It does not speak TLS on this port.",
  ERR_SSL_WRONG_VERSION_NUMBER: "It does not speak TLS on this port.",
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_SIGNATURE_FAILURE: "Its certificate is not signed by the one in caFile.",
  CERT_HAS_EXPIRED: "Its certificate has expired.",
  CERT_NOT_YET_VALID: "Its certificate is not valid yet; is a clock wrong?",
  ERR_TLS_CERT_ALTNAME_INVALID: "Its certificate is for another name than the one in url.",
};

/** Puts the reason of a failed connection into words. `null`: it was closed without any. */
export function toTrouble(
  error: unknown,
  broker: Pick<BrokerConfig, "url" | "user" | "password">,
): BrokerTrouble {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (typeof code === "number") return toRefusal(code, error, broker);
  const known = typeof code === "string" ? sentenceByError[code] : undefined;
  const isCertificate = typeof code === "string" && /CERT|SIGN/.test(code);
  const silent = error === null || code === "ECONNRESET";
  return {
    sentence: known ?? (error === null ? "It closed the connection without a greeting." : toOwnWords(error)),
    needsPerson: isCertificate,
    mayBeVersion: silent,
  };
}

function toRefusal(
  code: number,
  error: unknown,
  { user, password }: Pick<BrokerConfig, "user" | "password">,
): BrokerTrouble {
  const refusal = { needsPerson: true, mayBeVersion: versionCodes.has(code) };
  if (clientIdCodes.has(code))
    return { ...refusal, sentence: "It refuses our clientId; give it another one in the configuration." };
  if (!accountCodes.has(code)) return { ...refusal, needsPerson: false, sentence: toOwnWords(error) };
  const who = user === null ? "a connection without a user" : `the user ${user}`;
  const how =
    user === null
      ? "set user in the configuration and MQTT_PASSWORD in the environment"
      : password === null
        ? "no password was given; set MQTT_PASSWORD in the environment"
        : "check user and password";
  return { ...refusal, sentence: `It refuses ${who}: ${how}.` };
}

/** Sentences for errors of the library that have no code. */
const sentenceByMessage: Readonly<Record<string, string>> = {
  "connack timeout": "It does not greet us; is it an MQTT broker?",
  "Keepalive timeout": "It no longer answers.",
};

/** The library's words as a sentence. */
function toOwnWords(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  const known = sentenceByMessage[words];
  if (known !== undefined) return known;
  return words === "" ? "The connection failed without a reason." : `${words.replace(/\.$/, "")}.`;
}
