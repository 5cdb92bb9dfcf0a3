//! PDF, by poppler's `pdftotext` where it is installed: it finds the order of columns better than any crate.
//!
//! The program runs apart, is given the file through a pipe and ended when it takes too long, so that no PDF can harm
//! more than itself.

use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::{Draft, MAX_TEXT, Reason};

/// A newspaper of a hundred pages takes a second.
const PATIENCE: Duration = Duration::from_secs(60);

/// Reads the text of a PDF.
pub(super) fn read(bytes: &[u8]) -> Result<Draft, Reason> {
    let program = std::env::var_os("WHOM_PDFTOTEXT").unwrap_or_else(|| "pdftotext".into());
    let mut command = Command::new(program);
    command.args(["-q", "-enc", "UTF-8", "-nopgbrk", "-", "-"]);
    let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let child = spawned.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Reason::NoPdfReader,
        _ => Reason::Pdf(error.to_string()),
    })?;
    let output = run(child, bytes)?;
    let text = String::from_utf8_lossy(&output).into_owned();
    if text.trim().is_empty() {
        return Err(Reason::Pdf("it holds no text".to_owned()));
    }
    Ok(Draft { text: paragraphs(&text), ..Draft::default() })
}

/// What the program prints within the time allowed.
fn run(mut child: Child, bytes: &[u8]) -> Result<Vec<u8>, Reason> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (done, outcome) = channel();
    let reader = thread::spawn(move || {
        let mut text = Vec::new();
        let read = stdout.map_or(Ok(0), |out| out.take(MAX_TEXT as u64 + 1).read_to_end(&mut text));
        let _ = done.send(());
        read.map(|_| text)
    });
    let complaint = thread::spawn(move || {
        let mut text = String::new();
        let _ = stderr.map(|err| err.take(10_000).read_to_string(&mut text));
        text
    });
    thread::scope(|scope| {
        // The program may stop reading a broken file early: that is for its own message to say.
        scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(bytes)));
        if outcome.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
            let _ = child.kill();
        }
    });
    let text = reader.join().map_err(|_| Reason::Pdf("it could not be run".to_owned()))?;
    let _ = child.kill();
    let status = child.wait().map_err(|error| Reason::Pdf(error.to_string()))?;
    let complaint = complaint.join().unwrap_or_default();
    let text = text.map_err(|error| Reason::Pdf(error.to_string()))?;
    if text.is_empty() && !status.success() {
        let first = complaint.lines().next().unwrap_or("it failed").to_owned();
        return Err(Reason::Pdf(first));
    }
    Ok(text)
}

/// Lines without numbers of pages, and words that were parted at the end of a line as one.
fn paragraphs(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for line in text.lines().map(str::trim_end) {
        if !line.is_empty() && line.trim().bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        let is_parted = whole.ends_with("-\n") && line.starts_with(char::is_lowercase);
        if is_parted && whole.trim_end_matches("-\n").ends_with(char::is_lowercase) {
            whole.truncate(whole.len() - 2);
        }
        whole.push_str(line);
        whole.push('\n');
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_parted_at_a_line_are_joined_and_page_numbers_left_out() {
        assert_eq!(
            paragraphs("The minis-\nter met\n\n12\n\nIran-\nIraq talks."),
            "The minister met\n\n\nIran-\nIraq talks.\n"
        );
    }
}
