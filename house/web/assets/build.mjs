// sass + esbuild -> dist/: app.css, app.js, favicon.svg and manifest.json (file -> first 12 hex digits of its SHA-256).
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
process.chdir(here);
const target = ["es2020", "chrome109", "firefox115", "safari15"];
const dist = join(here, "dist");
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

const icons = "node_modules/@ministryofjustice/frontend/moj/assets/images";
const css = sass
  .compile("src/app.scss", { loadPaths: [".", "node_modules"], quietDeps: true, style: "expanded" })
  // No crest in our footer; the few icons of the MoJ components go in as data, so that one file is all.
  .css.replace(/url\("?\/assets\/images\/govuk-crest\.svg"?\)/g, "none")
  .replace(/url\("?\/assets\/images\/([\w-]+\.svg)"?\)/g, (_, name) =>
    `url("data:image/svg+xml,${encodeURIComponent(readFileSync(join(icons, name), "utf8").replace(/\s+/g, " "))}")`);
const foreign = css.match(/GDS Transport|\.woff|url\("?(?:https?:)?\/\/|url\("?\/(?!\/)/);
if (foreign) throw new Error(`app.css must stand alone, but holds ${foreign[0]}`);
writeFileSync(join(dist, "app.css"), (await transform(css, { loader: "css", minify: true, target })).code);

await build({
  absWorkingDir: here, entryPoints: ["src/app.js"], outdir: dist, bundle: true, minify: true, format: "esm", splitting: true,
  chunkNames: "[name]-[hash]", target, legalComments: "none", logLevel: "warning",
});
cpSync("src/favicon.svg", join(dist, "favicon.svg"));

const manifest = {};
for (const name of readdirSync(dist).sort()) {
  manifest[name] = createHash("sha256").update(readFileSync(join(dist, name))).digest("hex").slice(0, 12);
}
writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
