// A client of the role `records` as an integrator writes it: signs in, registers a clue, reads it back and lists it. Every address, field and value
// is typed by records.d.ts, which openapi-typescript makes from the role's /openapi.json; nothing here says it again.
// Started with: address of the role, user name, password, name of the party.
import type { components, paths } from "./records.js";

declare const process: { argv: string[] };

type Verb = "get" | "post";
type Operation<V extends Verb, P extends keyof paths> = NonNullable<paths[P][V]>;
type PathWith<V extends Verb> = { [P in keyof paths]: paths[P] extends Record<V, object> ? P : never }[keyof paths];
type Body<O> = O extends { requestBody: { content: { "application/json": infer B } } } ? { body: B } : { body?: undefined };
type InPath<O> = O extends { parameters: { path: infer P extends object } } ? { path: P } : { path?: undefined };
type InQuery<O> = O extends { parameters: { query?: infer Q extends object } } ? { query?: Q } : { query?: undefined };
type Answer<O> = O extends { responses: { 200: { content: { "application/json": infer A } } } } ? A : never;

type Status = components["schemas"]["google.rpc.Status"];

class Refused extends Error {
  constructor(readonly status: Status) {
    super(status.message);
  }

  get reason(): string {
    for (const detail of this.status.details) {
      if (detail["@type"] === "type.googleapis.com/google.rpc.ErrorInfo") {
        return detail.reason;
      }
    }

    throw new Error("a refusal without a reason");
  }
}

const [address, userName, password, party] = process.argv.slice(2);
if (!address || !userName || !password || !party) {
  throw new Error("address, user name, password and party are needed");
}

let token = "";

// How far this client has seen the ledger: a later answer takes it into account.
let after = "";
const afterHeader: keyof NonNullable<paths["/v1/records/cases"]["get"]["parameters"]["header"]> = "ep-after";

async function call<V extends Verb, P extends PathWith<V>>(
  verb: V,
  path: P,
  given: Body<Operation<V, P>> & InPath<Operation<V, P>> & InQuery<Operation<V, P>>,
): Promise<Answer<Operation<V, P>>> {
  const inPath: Record<string, unknown> = given.path ?? {};
  const target = new URL(path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(inPath[name]))), address);
  for (const [name, value] of Object.entries(given.query ?? {})) {
    target.searchParams.set(name, String(value));
  }

  for (let tries = 1; ; tries++) {
    const answer = await fetch(target, {
      method: verb.toUpperCase(),
      headers: {
        "content-type": "application/json",
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(after ? { [afterHeader]: after } : {}),
      },
      ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
    });
    if (answer.ok) {
      after = answer.headers.get(afterHeader) ?? after;
      return (await answer.json()) as Answer<Operation<V, P>>;
    }

    const refused = new Refused((await answer.json()) as Status);
    if (refused.reason !== "VIEW_BEHIND" || tries === 30) {
      throw refused;
    }

    await new Promise((goOn) => setTimeout(goOn, 1_000));
  }
}

const signedIn = await call("post", "/v1/records/accounts:signIn", { body: { userName, password } });
token = signedIn.token;

const requestId = crypto.randomUUID();
const registered = await call("post", "/v1/records/cases", {
  body: {
    requestId,
    source: "CLUE_SOURCE_INSPECTION",
    summary: "现场检查发现销售数量超出购买许可证载明的数量。",
    partyKind: "PARTY_KIND_LEGAL_PERSON",
    party: { name: party, address: "演示市示例路2号" },
  },
});
console.log(`registered ${registered.case.caseId} ${registered.case.stage}`);

try {
  await call("post", "/v1/records/cases", {
    body: {
      requestId,
      source: "CLUE_SOURCE_INSPECTION",
      summary: "内容不同的另一条线索。",
      partyKind: "PARTY_KIND_LEGAL_PERSON",
      party: { name: party, address: "演示市示例路2号" },
    },
  });
} catch (refusal) {
  if (!(refusal instanceof Refused)) {
    throw refusal;
  }

  console.log(`refused ${refusal.reason}`);
}

const read = await call("get", "/v1/records/cases/{case_id}", { path: { case_id: registered.case.caseId } });
console.log(`read ${read.case.party?.name ?? "destroyed"} ${read.case.updatedAt === registered.case.updatedAt}`);

const listed = await call("get", "/v1/records/cases", { query: { pageSize: 200 } });
const line = listed.cases.find((one) => one.caseId === registered.case.caseId);
console.log(`listed ${line?.stage} ${line?.registeredAt === read.case.updatedAt}`);
