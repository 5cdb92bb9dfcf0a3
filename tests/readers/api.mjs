// Compares a running `whom serve` with docs/api.yaml: the description itself, every answer's schema, and that server
// and description know the same addresses and parameters. Usage: node api.mjs http://127.0.0.1:PORT/[#token=TOKEN]
import assert from "node:assert/strict";
import Ajv from "ajv/dist/2020.js";
import { Validator } from "@seriousme/openapi-schema-validator";
import { parse } from "yaml";

const { origin: base, hash } = new URL(process.argv[2]);
const token = hash.replace("#token=", "");
const description = await (await fetch(`${base}/api/openapi.yaml`)).text();
const api = parse(description);

const validator = new Validator();
const { valid, errors } = await validator.validate(structuredClone(api));
assert.ok(valid, JSON.stringify(errors));

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addSchema({ $id: "api", ...api });
const resolve = (item) => (item.$ref ? item.$ref.slice(2).split("/").reduce((at, key) => at[key], api) : item);

/** Checks an answer against what the description says of its address and status. */
async function check(path, query = {}, id = "") {
  const address = `${base}${path.replace("{id}", encodeURIComponent(id))}?${new URLSearchParams(query)}`;
  return compare(address, await fetch(address), path, "get");
}

/** The same of a correction; the body, too, is as the description says unless it is meant to be refused. */
async function post(path, body, headers = { "Content-Type": "application/json", "X-Whom-Token": token }) {
  const answer = await compare(path, await fetch(base + path, { method: "POST", headers, body: JSON.stringify(body) }), path, "post");
  const validate = ajv.getSchema(`api#/paths/${escape(path)}/post/requestBody/content/${escape("application/json")}/schema`);
  assert.ok(answer.status !== 200 || validate(body), `${path}: ${ajv.errorsText(validate.errors)}`);
  return answer;
}

async function compare(address, response, path, method) {
  const described = api.paths[path][method].responses[response.status];
  assert.ok(described, `${address}: status ${response.status} is not described`);
  const media = resolve(described).content;
  const type = response.headers.get("content-type");
  assert.ok(media[type], `${address}: ${type} is not described`);
  const pointer = described.$ref ? `api${described.$ref}/content` : `api#/paths/${escape(path)}/${method}/responses/${response.status}/content`;
  const validate = ajv.getSchema(`${pointer}/${escape(type)}/schema`);
  const answer = await response.json();
  assert.ok(validate(answer), `${address}: ${ajv.errorsText(validate.errors)}`);
  return { status: response.status, answer };
}

function escape(key) {
  return key.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D");
}

async function all(path, query, id) {
  const items = [];
  for (let offset = 0; offset !== null;) {
    const { answer } = await check(path, { ...query, limit: 7, offset }, id);
    items.push(...answer.items);
    offset = answer.next;
  }
  return items;
}

let n = 0;
const actors = await all("/api/actors", {});
const { answer: stats } = await check("/api/stats");
assert.equal(actors.length, Object.values(stats.actors).reduce((sum, count) => sum + count, 0));
assert.deepEqual(actors, (await check("/api/actors", { limit: 1000 })).answer.items);
for (const { id, name } of actors.slice(0, 12)) {
  assert.equal((await check("/api/actors/{id}", {}, id)).answer.name, name);
  assert.equal((await check("/api/find", { name: id })).answer.one.id, id);
  for (const link of (await all("/api/actors/{id}/links", {}, id)).slice(0, 5)) {
    const statements = await all("/api/evidence", { a: id, b: link.other.id, type: link.type });
    assert.ok(statements.some(({ evidence }) => evidence === link.evidence));
    await check("/api/paths", { from: id, to: link.other.id });
    n++;
  }
}
for (const article of await all("/api/actors/{id}/articles", {}, actors[0].id)) assert.match(article.fingerprint, /^[0-9a-f]{16,}$/);
await check("/api/find", { name: "nobody at all" });
const { answer: graph } = await check("/api/graph");
assert.equal(graph.statements.length > 0 && graph.left_out, 0);
const { answer: few } = await check("/api/graph", { top: 5, type: "accuse,sanction", min_confidence: 0.5 });
assert.equal(few.nodes.length, 5);
await check("/api/graph", { ego: actors[0].id, depth: 2, kind: "country", since: "2022", until: "2024-02", polarity: "affirmed", modality: "asserted", min_articles: 1 });

// Both know the same addresses and parameters, and refuse what the description excludes.
for (const path of Object.keys(api.paths).filter((path) => api.paths[path].get)) {
  const { status, answer } = await check(path, { nonsense: 1 }, actors[0].id);
  assert.equal(status, 400);
  const known = /expected (.*)$/.exec(answer.error)?.[1].split(", ").filter(Boolean) ?? [];
  const described = (api.paths[path].get.parameters ?? []).map(resolve).filter((parameter) => parameter.in === "query");
  assert.deepEqual(known.sort(), described.map(({ name }) => name).sort(), path);
  for (const { name, schema } of described) {
    const wrong = schema.type === "integer" || schema.type === "number" ? [schema.minimum - 1, "x"] : schema.$ref?.endsWith("Date") ? ["May"] : /kind|type|polarity|modality/.test(name) ? ["nonsense"] : [];
    for (const value of wrong) {
      const needed = Object.fromEntries(described.filter((parameter) => parameter.required).map((parameter) => [parameter.name, actors[0].id]));
      assert.equal((await check(path, { ...needed, [name]: value }, actors[0].id)).status, 400, `${path} ${name}=${value}`);
    }
  }
}
for (const [path, query] of [["/api/actors/{id}", {}], ["/api/actors/{id}/links", {}], ["/api/actors/{id}/articles", {}], ["/api/evidence", { a: "x", b: "y" }], ["/api/paths", { from: "x", to: "y" }], ["/api/graph", { ego: "x" }]]) {
  assert.equal((await check(path, query, "country:nowhere")).status, 404, path);
}

// Corrections: each is made and taken back, and what is wrong is refused as described.
const lines = () => all("/api/corrections", {});
assert.deepEqual(await lines(), []);
if (!token) {
  for (const path of ["/api/merge", "/api/split", "/api/reject", "/api/undo"]) assert.equal((await post(path, {})).status, 405, path);
} else {
  const [a, b] = actors.map(({ id }) => id);
  const [article] = (await check("/api/actors/{id}/articles", {}, a)).answer.items;
  const [link] = (await check("/api/actors/{id}/links", {}, a)).answer.items;
  const evidence = async () => all("/api/evidence", { a, b: link.other.id });
  const before = [await evidence(), await all("/api/actors", {})];
  for (const [path, body, form] of [
    ["/api/merge", { a, b }, /^merge /],
    ["/api/split", { actor: a, articles: [article.fingerprint], as: "namesake" }, /^split .* namesake [0-9a-f]{16}$/],
    ["/api/reject", { statement: before[0][0].statement }, /^reject [0-9a-f]{16} /],
  ]) {
    const { status, answer } = await post(path, body);
    assert.equal(status, 200, `${path}: ${answer.error}`);
    answer.made.forEach((line) => assert.match(line, form));
    assert.notDeepEqual([await evidence().catch(() => null), await all("/api/actors", {})], before, `${path} changes what is answered`);
    assert.deepEqual(await lines(), answer.made.toReversed());
    for (const line of answer.made.toReversed()) assert.equal((await post("/api/undo", {})).answer.undone, line);
    assert.deepEqual([await evidence(), await all("/api/actors", {})], before, `${path} is taken back whole`);
  }
  for (const [status, path, body, headers] of [
    [409, "/api/undo", {}],
    [400, "/api/merge", { a, b: a }],
    [400, "/api/merge", { a }],
    [400, "/api/merge", { a, b, c: a }],
    [404, "/api/merge", { a, b: "country:nowhere" }],
    [400, "/api/split", { actor: a, articles: [] }],
    [400, "/api/split", { actor: a, articles: [article.id], as: "x y" }],
    [404, "/api/split", { actor: a, articles: ["no such article"] }],
    [404, "/api/reject", { statement: "0123456789abcdef/0" }],
    [403, "/api/undo", {}, { "Content-Type": "application/json" }],
    [415, "/api/undo", {}, { "Content-Type": "text/plain", "X-Whom-Token": token }],
    [413, "/api/undo", { x: "x".repeat(1 << 20) }],
  ]) {
    assert.equal((await post(path, body, headers)).status, status, `${path} ${JSON.stringify(body).slice(0, 100)}`);
  }
  assert.deepEqual(await lines(), []);
}
console.log(JSON.stringify({ actors: actors.length, links: n }));
