//! Test files of `node --test` that need a browser: several at once, each in a process of its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Result;

use crate::tally::{Failures, Tally, follow};

/// More files than these do not fail for a busy machine.
const MOST_REPEATED: usize = 5;

/// Runs each file, as many at once as there are cores. What a file prints is shown when it is through.
///
/// A file with a failure is run once more, by itself, when all others are through: a browser on a busy machine may miss a deadline,
/// and what fails for any other reason fails again. A file that passes then is counted as unsteady, and its failure is told at the
/// end of the output all the same.
pub fn run(files: &[PathBuf], command: impl Fn(&Path) -> Command + Sync) -> Result<Tally> {
    let (next, results) = (AtomicUsize::new(0), Mutex::new((Tally::default(), Vec::new())));
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (tally, failures, output) = run_one(command(file))?;
            let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
            print!("{output}");
            if tally.failed == 0 {
                results.0 += tally;
            } else {
                results.1.push((file, tally, failures));
            }
        }
        Ok(())
    };
    thread::scope(|scope| -> Result<()> {
        let workers = Vec::from_iter((0..thread::available_parallelism()?.get()).map(|_| scope.spawn(work)));
        workers.into_iter().try_for_each(|worker| worker.join().expect("a worker does not panic"))
    })?;

    let (mut all, failed) = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    let is_hopeless = failed.len() > MOST_REPEATED;
    for (file, tally, failures) in failed {
        if is_hopeless {
            all += tally;
            failures.leave(&file.display().to_string())?;
            continue;
        }
        println!("once more: {}", file.display());
        let (again, failures_again, output) = run_one(command(file))?;
        print!("{output}");
        all += again;
        if again.failed == 0 {
            all.unsteady += 1;
            failures.leave(&format!("{} has passed when it was run again", file.display()))?;
        } else {
            failures_again.leave(&format!("{} has failed twice", file.display()))?;
        }
    }
    Ok(all)
}

fn run_one(command: Command) -> Result<(Tally, Failures, String)> {
    let mut output = String::new();
    let (tally, failures) = follow(command, &mut |line| {
        output.push_str(line);
        output.push('\n');
    })?;
    Ok((tally, failures, output))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A test program of the shell that fails as often as its file says.
    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    fn told(failed: u32) -> String {
        format!("echo 'ℹ pass 1'; echo 'ℹ fail {failed}'; exit {failed}")
    }

    #[test]
    fn what_fails_once_is_unsteady_and_what_fails_twice_has_failed() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("files-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let files = ["steady", "unsteady", "broken"].map(PathBuf::from);
        let tally = run(&files, |file| {
            let mark = folder.join("mark").display().to_string();
            match file.to_str() {
                Some("steady") => shell(&told(0)),
                Some("broken") => shell(&told(1)),
                _ => shell(&format!("if [ -e {mark} ]; then {}; else touch {mark}; {}; fi", told(0), told(1))),
            }
        })?;
        std::fs::remove_dir_all(&folder)?;
        assert_eq!(tally, Tally { passed: 3, failed: 1, skipped: 0, unsteady: 1 });
        Ok(())
    }
}
