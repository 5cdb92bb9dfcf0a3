// Opens the page in headless Chromium and uses it as a reader would. Prints a line of JSON with what it measured;
// what is not as it should be ends it with an error. Usage: node page.mjs CHECK FILE-OR-ADDRESS [SCREENSHOT-FOLDER]
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [, , check, place, pictures] = process.argv;
const [address, fragment] = (place.startsWith("http") ? place : pathToFileURL(place).href).split("#");
const axe = createRequire(import.meta.url).resolve("axe-core");

const browser = await chromium.launch({
  executablePath: process.env.WHOM_CHROMIUM ?? "/usr/bin/chromium",
  // As on a machine without a graphics card, with WebGL by SwiftShader; without a sandbox because CI runs as root.
  args: ["--no-sandbox", "--disable-gpu-compositing", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
});
const faults = [];

/** A window with the page in it, ready; every message of error on its console is a fault. */
async function open({ width = 1360, height = 850, hash = "", query = "", mayFail = false, prepare, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && !isOfDriver(message.text()) && !mayFail && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.stack));
  page.on("dialog", (dialog) => faults.push(`dialog: ${dialog.message()}`));
  page.on("request", (request) => new URL(request.url()).origin !== new URL(address).origin && !request.url().startsWith("data:") && faults.push(`asks ${request.url()}`));
  if (prepare) await page.addInitScript(prepare);
  await page.goto(address + query + hash);
  await page.waitForSelector("html[data-ready]", { state: "attached" });
  return page;
}

/** Chromium warns of slow readbacks when it draws without a graphics card. */
function isOfDriver(text) {
  return /GPU stall|GL Driver Message|software WebGL/.test(text);
}

async function picture(page, name) {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` });
}

async function accessible(page, name) {
  // The page's own policy forbids strange scripts, so axe goes in through the driver.
  await page.evaluate(await readFile(axe, "utf8"));
  const { violations } = await page.evaluate(() => window.axe.run());
  const serious = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  assert.deepEqual(serious.map(({ id, nodes }) => [id, nodes.map((node) => node.target.join(" ") + ": " + node.failureSummary)]), [], `axe-core on ${name}`);
}

const text = (page, selector) => page.locator(selector).innerText();
const settled = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

const checks = {
  /** The ways of a reader through a graph that has Iran, Israel, Hezbollah, a denial, and articles of several years. */
  async use() {
    const page = await open();
    const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
    const all = await text(page, "#status");
    await picture(page, "light");
    await accessible(page, "the first view");

    // Search, by an alias and with the keyboard only.
    await page.keyboard.press("/");
    await page.keyboard.type("tehran");
    assert.equal(await page.locator("[role=option]").count(), 1);
    await page.keyboard.press("Enter");
    assert.equal(await text(page, "#panel h2"), "Iran");
    assert.match(page.url(), /#country:IRN$/);
    await picture(page, "actor");
    await accessible(page, "an actor");
    await page.keyboard.press("Escape");
    assert.equal(await text(page, "#panel h2"), "Start here");
    await page.fill("#search", "nobody of this name");
    assert.match(await text(page, "[role=listbox]:visible"), /No actor has this name/);
    await page.fill("#search", "");
    await page.keyboard.press("Escape");

    // A click on a dot, then on a line of the picture.
    await page.click("#zoom-all");
    await settled(page);
    /** Where a dot stands once nothing moves any more. */
    const at = async (id) => {
      for (let last = ""; ;) {
        const place = await page.evaluate((id) => window.whom.place(id), id);
        if (JSON.stringify(place) === last) return place;
        last = JSON.stringify(place);
        await page.waitForTimeout(200);
      }
    };
    const israel = await at("country:ISR");
    await page.mouse.click(israel.x, israel.y);
    await page.waitForFunction(() => document.querySelector("#panel h2").innerText === "Israel");
    await page.keyboard.press("Escape");
    await page.click("#zoom-all");
    const [from, to] = [await at("country:IRN"), await at("country:ISR")];
    await page.mouse.click(from.x + 0.4 * (to.x - from.x), from.y + 0.4 * (to.y - from.y));
    await page.waitForFunction(() => document.querySelector("#panel .kicker")?.innerText === "Link");
    const link = await text(page, "#panel");
    assert.match(link, /Iran accuses Israel/);
    assert.match(link, /Iran never accused Israel\./);
    assert.match(link, /says Hezbollah/);
    assert.match(link, /Example Times: Headline/);
    assert.equal(await text(page, "#panel .mark.denied"), "denied");
    await picture(page, "link");
    await accessible(page, "a link");

    // Filters: a kind, a type, denials, confidence, and back.
    const uncheck = (label) => page.locator("#filters label", { hasText: label }).first().locator("input").uncheck();
    await uncheck("Group");
    assert.notEqual(await text(page, "#status"), all);
    await page.click("#reset");
    assert.equal(await text(page, "#status"), all);
    await uncheck("Affirmed");
    assert.match(await text(page, "#status"), /2 of 5 links/);
    await page.click("#reset");
    await page.locator("#filters summary").last().click();
    await uncheck("Accuse");
    assert.match(await text(page, "#panel"), /1 relation hidden by the filters/);
    await page.click("#reset");
    for (const label of ["Affirmed", "Denied"]) await uncheck(label);
    assert.match(await text(page, "#empty"), /Nothing passes the filters/);
    await picture(page, "nothing");
    await page.click("#empty button");
    assert.equal(await text(page, "#status"), all);

    // The time slider, with the keyboard.
    await page.focus("#since");
    await page.keyboard.press("End");
    assert.match(await text(page, "#status"), / of /);
    assert.equal(await page.getAttribute("#since", "aria-valuetext"), await page.getAttribute("#until", "aria-valuetext"));
    await picture(page, "slider");
    await page.keyboard.press("Home");
    assert.equal(await text(page, "#status"), all);

    // A path.
    await page.keyboard.press("Escape");
    await page.click("#show-path");
    for (const [field, name] of [["from", "Syria"], ["to", "Israel"]]) {
      await page.fill(`#path-${field}`, name);
      await page.keyboard.press("Enter");
    }
    assert.match(await text(page, "#panel .chain >> nth=0"), /^Syria → .+ → Israel$/);
    await picture(page, "path");
    await accessible(page, "a path");

    // The table.
    await page.click("#show-table");
    await page.click("#table th >> text=Subject");
    assert.equal(await page.getAttribute("#table th >> nth=0", "aria-sort"), "ascending");
    await page.click("#table .tabs >> text=Actors");
    assert.match(await text(page, "#table caption"), /actors/);
    await picture(page, "table");
    await accessible(page, "the table");
    await page.click("#table td button >> text=Iran");
    assert.equal(await text(page, "#panel h2"), "Iran");
    await page.click("#show-table");

    // Dark, chosen and by the system.
    await page.click("#theme");
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(21, 24, 28)");
    await picture(page, "dark");
    await accessible(page, "the dark page");
    const dark = await open({ colorScheme: "dark", hash: "#country:IRN/country:ISR" });
    assert.equal(await dark.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(21, 24, 28)");
    assert.match(await text(dark, "#panel h2"), /Iran.*Israel/);

    // A phone.
    const phone = await open({ width: 390, height: 844, hasTouch: true, isMobile: true });
    await phone.tap("#search");
    await phone.fill("#search", "hezb");
    await phone.tap("[role=option]");
    assert.match(await text(phone, "#panel h2"), /Hezbollah/);
    const width = () => phone.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(await width(), 390);
    await picture(phone, "phone");
    await accessible(phone, "a phone");
    await phone.tap("#panel .close");
    await phone.tap("#show-filters");
    assert.ok(await phone.isVisible("#reset"));
    await picture(phone, "phone-filters");
    await phone.tap("#show-filters");
    await phone.tap("#show-table");
    assert.equal(await width(), 390);
    await picture(phone, "phone-table");

    // No WebGL.
    const plain = await open({ prepare: () => (HTMLCanvasElement.prototype.getContext = () => null) });
    assert.match(await text(plain, "#note"), /no WebGL/);
    assert.ok(await plain.isVisible("#table table"));
    await picture(plain, "no-webgl");
    return { first_paint_ms: Math.round(paint) };
  },

  /** Text that tries to become markup or script stays text. */
  async hostile() {
    const page = await open();
    const count = (selector) => page.locator(selector).count();
    assert.deepEqual([await count("script"), await count("img, iframe, object, base, form, svg script")], [2, 0]);
    await page.click("#show-table");
    await page.click("#table .tabs >> text=Actors");
    const names = await page.locator("#table tbody td:first-child").allInnerTexts();
    const ids = await page.evaluate(() => window.whom.app.model.actors.map((actor) => actor.id));
    for (const id of ids) {
      await page.evaluate((id) => (location.hash = id), id);
      await page.waitForFunction((id) => window.whom.app.selection.actor?.id === id, id);
      for (let link = 0; link < (await count("#panel .row")); link++) {
        await page.locator("#panel .row").nth(link).click();
        assert.equal(await count("#panel blockquote *:not(.mark)"), 0);
        const addresses = await page.locator("#panel a").evaluateAll((links) => links.map((link) => link.protocol));
        assert.ok(addresses.every((protocol) => /^https?:$/.test(protocol)), `${addresses}`);
        await page.evaluate((id) => window.whom.app.select({ kind: "actor", actor: window.whom.app.model.byId.get(id) }), id);
      }
    }
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 1360);
    await picture(page, "hostile");
    assert.deepEqual([await count("script"), await count("img, iframe, object, base, form")], [2, 0]);
    return { names };
  },

  async empty() {
    const page = await open();
    assert.match(await text(page, "#empty"), /This graph is empty/);
    await picture(page, "empty");
    await accessible(page, "the empty page");
    return {};
  },

  /** The page over a live graph whose link from Iran to Israel has more sentences than a page brings. */
  async live() {
    const page = await open({ hash: "#country:IRN/country:ISR" });
    const sentences = page.locator("#panel .relation:has-text('Iran accuses Israel') ~ ol >> nth=0").locator("blockquote");
    const brought = await sentences.count();
    const more = page.locator("#panel button", { hasText: /^Show \d+ more$/ });
    await more.click();
    await more.waitFor({ state: "detached" });
    const all = await sentences.count();
    await picture(page, "live");
    const few = await open({ query: "?type=accuse&top=5" });
    assert.match(await text(few, "#note"), /The 5 most linked actors; \d+ more are in the database/);
    const wrong = await open({ query: "?type=nonsense", mayFail: true });
    assert.match(await text(wrong, "#empty"), /"nonsense" is not defined/);
    return { brought, all };
  },

  /** The page over a live graph that takes corrections: merges two, takes it back, rejects, splits. */
  async edit() {
    const stranger = await open({ hash: "#country:IRN" });
    assert.match(await text(stranger, "#note"), /open the address that whom serve --edit printed/);
    assert.equal(await stranger.locator(".edit").count(), 0);

    const page = await open({ hash: `#${fragment}` });
    assert.ok(!page.url().includes("token"), page.url());
    const loaded = async (act) => {
      await Promise.all([page.waitForEvent("load"), act()]);
      await page.waitForSelector("html[data-ready]", { state: "attached" });
    };
    const go = (hash) => page.evaluate((hash) => (location.hash = hash), hash);
    await accessible(page, "the first view with corrections");
    const all = await text(page, "#status");
    await go("country:IRN");
    await page.click(".edit button >> text=Same as");
    await page.fill("#merge-with", "israel");
    await page.keyboard.press("Enter");
    await picture(page, "edit-merge");
    await accessible(page, "a merger");
    await loaded(() => page.click(".edit button >> text=They are one"));
    assert.match(await text(page, "#note"), /“Iran” and “Israel” are one/);
    assert.notEqual(await text(page, "#status"), all);
    await picture(page, "edit-merged");
    await loaded(() => page.click("#note button"));
    assert.match(await text(page, "#note"), /Taken back: merge country:IRN country:ISR/);
    assert.equal(await text(page, "#status"), all);

    await go("country:IRN/country:ISR");
    const attack = page.locator("#panel li", { hasText: "Iran accused Israel of attack 3." });
    await picture(page, "edit-reject");
    await accessible(page, "sentences to reject");
    await loaded(() => attack.getByText("Does not say this").click());
    assert.match(await text(page, "#note"), /rejected/);
    await page.waitForFunction(() => document.querySelectorAll("#panel .sentences button").length > 0);
    assert.equal(await attack.count(), 0);

    await go("country:IRN");
    await page.click(".edit button >> text=Two in one");
    await page.locator(".choices input").first().check();
    await page.fill("#split-as", "elsewhere");
    await picture(page, "edit-split");
    await accessible(page, "a split");
    await loaded(() => page.click(".edit button >> text=Split"));
    assert.match(await text(page, "#note"), /“Iran” is split/);
    await page.locator("#panel .close").click();
    assert.match(await text(page, ".edit code"), /^split country:IRN elsewhere /);
    await loaded(() => page.click(".edit button >> text=Undo the last correction"));
    await loaded(() => page.click(".edit button >> text=Undo the last correction"));
    assert.equal(await text(page, "#status"), all);
    assert.equal(await page.locator(".edit code").count(), 0);
    return {};
  },

  /** How long a large graph takes to load and its frames while it is moved, and while one dot of it is. */
  async speed() {
    const page = await open();
    await settled(page);
    const load = Math.round(await page.evaluate(() => performance.now()));
    const paint = Math.round(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime));
    await picture(page, "large");
    const renderer = await page.evaluate(() => {
      const gl = document.createElement("canvas").getContext("webgl2");
      return gl.getParameter(gl.getExtension("WEBGL_debug_renderer_info").UNMASKED_RENDERER_WEBGL);
    });
    const drag = async (from) => {
      await page.evaluate(() => {
        window.frames_ms = [];
        let last = performance.now();
        const next = (now) => {
          window.frames_ms.push(now - last);
          last = now;
          window.frame = requestAnimationFrame(next);
        };
        window.frame = requestAnimationFrame(next);
      });
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      for (let step = 1; step <= 30; step++) await page.mouse.move(from.x + 6 * step, from.y + 4 * step);
      await page.mouse.up();
      return page.evaluate(() => {
        cancelAnimationFrame(window.frame);
        // Of what a reader sees, the slow frames count, not those in which nothing was drawn.
        const frames = window.frames_ms.slice(1).sort((a, b) => a - b);
        const mean = frames.reduce((sum, frame) => sum + frame, 0) / frames.length;
        return { mean: Math.round(mean), slowest_tenth: Math.round(frames[Math.floor(frames.length * 0.9)]) };
      });
    };
    const dot = await page.evaluate(() => window.whom.place(window.whom.app.model.actors.reduce((best, actor) => (actor.articles > best.articles ? actor : best)).id));
    return { first_paint_ms: paint, load_ms: load, pan_ms_a_frame: await drag({ x: 300, y: 120 }), dot_ms_a_frame: await drag(dot), renderer };
  },
};

try {
  const measured = await checks[check]();
  assert.deepEqual(faults, [], "errors on the console");
  console.log(JSON.stringify(measured));
} finally {
  await browser.close();
}
