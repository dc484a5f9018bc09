//! Imports that stopped in the middle: the machine or the server ended while rows were kept. What is in stays in.

use door::{Writing, args};
use kernel::{Refused, Ts};

use super::records::{ImportId, ImportRun, ImportState};

/// Whether an import under way has not moved for so long that whoever ran it must be gone.
pub(super) fn interrupted(it: &ImportRun, now: Ts) -> bool {
    it.state == ImportState::Running && it.ended.or(it.applied_at).is_some_and(|at| now.seconds_since(at) > GONE)
}

/// Seconds without a row after which whoever ran an import must be gone. A change of rows takes some milliseconds.
const GONE: i64 = 300;

/// Whether the file of an import was sent to this hub: one from the command line is where it was.
pub(super) async fn sent(r: &door::Reading, id: ImportId) -> Result<bool, Refused> {
    let parts: Option<(i64,)> = r.plain_one("SELECT COUNT(*) FROM import_part WHERE import = $1", args![id]).await?;
    Ok(parts.is_some_and(|it| it.0 > 0))
}

/// Earlier runs of the same file that stopped in the middle have nothing left to bring.
pub(super) async fn settle(w: &mut Writing, it: &ImportRun) -> Result<(), Refused> {
    const STOPPED: &str = "SELECT * FROM import WHERE kind = $1 AND agency = $2 AND file = $3 AND state = 'running'";
    let all: Vec<ImportRun> = w.plain(STOPPED, args![it.kind.clone(), it.agency.clone(), it.file.clone()]).await?;
    let now = w.now;
    for old in all.into_iter().filter(|old| interrupted(old, now)) {
        w.change(&old, &ImportRun { state: ImportState::Continued, ..old.clone() }).await?;
        w.run("DELETE FROM import_part WHERE import = $1", args![old.id]).await?;
        w.run("DELETE FROM import_trouble WHERE import = $1", args![old.id]).await?;
    }
    Ok(())
}
