//! What the process has used of the machine: processor time and memory, as Linux tells them.

use std::fs::read_to_string;

/// Ticks of a second in `/proc/self/stat`; the kernel shows all programs this many.
const TICKS_PER_SECOND: f64 = 100.0;

/// Seconds of processor time of all threads so far, in user and kernel mode; `None` on other systems than Linux.
pub fn cpu_seconds() -> Option<f64> {
    let stat = read_to_string("/proc/self/stat").ok()?;
    // The name in brackets may hold spaces; after it, utime and stime are the 12th and 13th field.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / TICKS_PER_SECOND)
}

/// Resident memory in bytes; `None` on other systems than Linux.
pub fn resident_bytes() -> Option<usize> {
    let status = read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<usize>().ok()? * 1024)
}
