//! Opens the files of a corpus, packed with `xz` or not.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

/// The whole text of a file; one that ends in `.xz` is unpacked by the program `xz`.
///
/// # Errors
/// When the file cannot be read, `xz` is not installed, or the text is not UTF-8.
pub fn read(path: &Path) -> anyhow::Result<String> {
    if path.extension().is_none_or(|extension| extension != "xz") {
        return std::fs::read_to_string(path).with_context(|| format!("cannot read \"{}\"", path.display()));
    }
    let unpacked = Command::new("xz")
        .args(["--decompress", "--stdout", "--"])
        .arg(path)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run xz, which unpacks \"{}\": install xz-utils", path.display()))?;
    if !unpacked.status.success() {
        bail!("cannot unpack \"{}\": {}", path.display(), String::from_utf8_lossy(&unpacked.stderr).trim());
    }
    String::from_utf8(unpacked.stdout).with_context(|| format!("\"{}\" is not UTF-8", path.display()))
}
