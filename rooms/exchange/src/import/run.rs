//! Keeps a checked file in changes that hold the writer some milliseconds each. Interrupted, it is begun again: rows
//! that are in already are found by their source.

use std::time::{Duration, Instant};

use door::{Acting, Door, Key};
use kernel::Refused;

use super::check::Job;
use super::commands::{EndImport, How, ImportRows};
use super::read::{Found, Rows};
use super::records::ImportId;

/// How long one change holds the writer beside people who work: well below house.md 4's 50 ms.
pub const BESIDE_OTHERS: Duration = Duration::from_millis(35);
/// How long it does where the import has the store for itself: pages that many rows touch are written once.
pub const ALONE: Duration = Duration::from_millis(1_000);
const FEWEST: usize = 20;
const MOST: usize = 20_000;

/// Keeps every row, and says how many were new, changed, unchanged. `tell` hears how many rows are in. `aim` is how
/// long one change may hold the writer: [`BESIDE_OTHERS`] or [`ALONE`].
///
/// # Errors
/// When a row no longer fits what the store holds, or the store refuses: what is in stays, and the import can be
/// begun again.
pub async fn run(
    door: &Door,
    acting: &Acting,
    job: &Job,
    (import, aim): (ImportId, Duration),
    tell: &(dyn Fn(u64) + Send + Sync),
) -> Result<(u64, u64, u64), Refused> {
    let mut rows = Rows::open(&job.source, job.kind)?;
    let (mut many, mut done, mut all) = (100, 0, (0, 0, 0));
    loop {
        let mut lines = Vec::with_capacity(many);
        while lines.len() < many {
            match rows.read()? {
                Some(Found::Line(line)) => lines.push(line),
                Some(Found::Bad(it)) => {
                    return Err(Refused::wrong("file", format!("Row {}: {}", it.row, it.problem)));
                }
                None => break,
            }
        }
        if lines.is_empty() {
            break;
        }
        let kept = lines.len();
        let begun = Instant::now();
        let command = ImportRows { import, agency: job.agency.clone(), lines, how: How(Some(job.kind)) };
        let (added, changed, unchanged) = door.act(acting, Key::none(), command).await?;
        let took = begun.elapsed();
        all.0 += added.unsigned_abs();
        all.1 += changed.unsigned_abs();
        all.2 += unchanged.unsigned_abs();
        done += kept as u64;
        tell(done);
        many = next(kept, took, aim);
    }
    door.act(acting, Key::none(), EndImport { import }).await?;
    Ok(all)
}

/// How many rows the next change takes, by what the last one took.
fn next(kept: usize, took: Duration, aim: Duration) -> usize {
    let each = took.as_secs_f64() / kept.max(1) as f64;
    let wanted = (aim.as_secs_f64() / each.max(1e-7)) as usize;
    wanted.clamp(FEWEST, MOST).min(kept.saturating_mul(2).max(FEWEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_an_import_is_made_smaller_when_it_takes_long_and_grows_slowly() {
        let next = |kept, took| super::next(kept, Duration::from_micros(took), BESIDE_OTHERS);
        assert_eq!(next(100, 350_000), FEWEST);
        assert_eq!(next(200, 70_000), 100);
        assert_eq!(next(100, 10), 200);
        assert_eq!(next(MOST, 10), MOST);
    }
}
