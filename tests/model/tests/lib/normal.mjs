// An answer without what is random in it, so that two hosts' answers can be compared.

/** JSON keys whose values are random or a time: only their type counts. */
const RANDOM = new Set(
  ("refresh_token signature issued_at sfdc_community_id identifier otp orgId clientId clientSecret id " +
    "code_verifier code_challenge userId createdAt lastUsedAt now n kid frontdoor_uri user_id organization_id " +
    "client_id sub sfi tnk iat exp nbf at_hash updated_at csrf_token jti username_hint host content-length").split(" "),
);

/** What is random wherever it stands in a text. */
const PATTERNS = [
  [/3MVG9\w{80}/g, "<client id>"],
  [/aPrx\w{74}(==|%3D%3D)/g, "<code>"],
  [/5Aep861\w{80}/g, "<refresh token>"],
  [/00D\w{12}(!|%21)AQEAQ\w{86}/g, "<access token>"],
  [/CORE_ATJWT\.\w+\.\d+/g, "<key id>"],
  [/\b(00D|005|0DB)[A-Za-z0-9]{15}\b/g, "<$1>"],
  [/\b1[6-9]\d{11}\b/g, "<ms>"],
  [/(\botp\W+)\d{6}\b/g, "$1<otp>"],
  [/\b[A-Z0-9]{64}\b/g, "<secret>"],
];

const JWT = /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g;

const HEADERS_OF_A_HOST = ["date", "connection", "keep-alive", "content-length", "transfer-encoding"];

/** Matches a text, or as much of it as a value has that was cut off. */
const beginningOf = (text) => [...text].reduceRight((rest, char) => `${char}(?:${rest})?`, "");

/**
 * @param {{ status: number, headers: Record<string, string>, body: string, broken?: true }} answer
 * @param {string} origin of the host
 * @param {string | undefined} site prefix of the site
 */
export function normal({ status, headers, body, broken }, origin, site = origin) {
  const ofHost = new RegExp(`(127\\.0\\.0\\.1|localhost)(:|%3A)${beginningOf(new URL(origin).port)}`, "g");
  const ofSite = new RegExp(`(?<=<(?:127\\.0\\.0\\.1|localhost)>(?:/|%2F))${beginningOf(site)}(?!\\w)`, "g");

  function text(given) {
    const claims = given.replace(JWT, (jwt) => {
      const parts = jwt.split(".").slice(0, 2);
      return `<jwt ${parts.map((part) => json(Buffer.from(part, "base64url").toString())).join(" ")}>`;
    });
    const plain = claims.replace(ofHost, "<$1>").replaceAll(site, "<site>").replace(ofSite, "<site>");
    return PATTERNS.reduce((shown, [pattern, name]) => shown.replace(pattern, name), plain);
  }

  function value(given) {
    if (Array.isArray(given)) return given.map(value);
    if (typeof given === "string") return text(given);
    if (typeof given !== "object" || given === null) return given;
    const entries = Object.entries(given).map(([key, own]) => {
      const isRandom = RANDOM.has(key) && own !== null && typeof own !== "object" && own !== "***";
      return [text(key), isRandom ? `<${typeof own}>` : value(own)];
    });
    return Object.fromEntries(entries);
  }

  function json(given) {
    try {
      return JSON.stringify(value(JSON.parse(given)), null, 1);
    } catch {
      return text(given);
    }
  }

  const own = Object.entries(headers).filter(([name]) => !HEADERS_OF_A_HOST.includes(name));
  return {
    status,
    broken,
    headers: Object.fromEntries(own.map(([name, given]) => [name, text(given)]).sort()),
    // Where half of a body breaks off depends on the lengths of what is random.
    body: broken ? "" : json(body),
  };
}
