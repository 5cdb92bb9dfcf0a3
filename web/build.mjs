// Builds the page into one file, ../src/export/html/page.html, which is committed: building whom needs no Node.
// With --check it compares instead, so that CI sees a page that does not match its sources.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const TARGET = "../src/export/html/page.html";
const options = { bundle: true, minify: true, write: false, charset: "utf8", legalComments: "none", logLevel: "warning" };

const script = await build({ ...options, entryPoints: ["src/main.ts"], format: "iife", target: "es2022", metafile: true });
const style = await build({ ...options, entryPoints: ["src/style.css"], target: ["chrome105", "firefox110", "safari16"] });
const js = text(script);
const css = text(style);
for (const [name, content, end] of [["script", js, "</script"], ["style", css, "</style"]]) {
  if (content.toLowerCase().includes(end) || content.includes("<!--")) throw new Error(`the ${name} ends its own element`);
}

const policy = [
  "default-src 'none'",
  `script-src '${hash(js)}'`,
  `style-src '${hash(css)}'`,
  "img-src data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
let page = readFileSync("src/page.html", "utf8");
for (const [place, content] of [
  ["{{licences}}", licences(script.metafile)],
  ["{{policy}}", policy],
  ["{{style}}", css],
  ["{{script}}", js],
]) {
  if (page.split(place).length !== 2) throw new Error(`src/page.html has not one ${place}`);
  page = page.replace(place, () => content);
}
if (page.split("<!--graph-->").length !== 2) throw new Error("the page has not one place for the graph");

if (process.argv.includes("--check")) {
  if (!existsSync(TARGET) || readFileSync(TARGET, "utf8") !== page) {
    console.error("src/export/html/page.html does not match web/: run npm run build in web/");
    process.exit(1);
  }
} else {
  writeFileSync(TARGET, page);
}
console.log(`page.html: ${Math.round(page.length / 1024)} KiB`);

function text(result) {
  return result.outputFiles[0].text.trim();
}

function hash(content) {
  return `sha256-${createHash("sha256").update(content).digest("base64")}`;
}

/** The licence of every package that is in the bundle, as each asks to be kept with copies of it. */
function licences(metafile) {
  const names = Object.keys(metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(names.filter(Boolean))].sort().map((name) => {
    const folder = `node_modules/${name}`;
    const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} has no licence file`);
    return `${name} ${version}\n${readFileSync(`${folder}/${file}`, "utf8").trim()}`.replaceAll("--", "- -");
  }).join("\n\n");
}
