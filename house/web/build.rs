//! Says so when style and scripts have not been built: pages then come without either. A release must have them.

use std::path::Path;

fn main() {
    let manifest = "assets/dist/manifest.json";
    let release = std::env::var_os("PROFILE").is_some_and(|it| it == "release");
    let built = Path::new(manifest).exists();
    println!("cargo::rerun-if-changed=build.rs");
    // Debug builds read the files from disk, so only a file that is there or must be there is watched: watching one that is
    // missing would compile this crate anew each time.
    if built || release {
        println!("cargo::rerun-if-changed={manifest}");
    }
    let words = "style and scripts are not built: run `npm ci && node build.mjs` in house/web/assets (`make` does)";
    match (built, release) {
        (true, _) => {}
        (false, false) => println!("cargo::warning={words}"),
        (false, true) => println!("cargo::error={words}"),
    }
}
