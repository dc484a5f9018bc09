//! What can be done with imports. Rows come in by [`ImportRows`], some hundred in a change.

use door::{Command, Facts, Writing, args};
use kernel::Refused;
use policy::action;
use room::import::Batch;
use room::{Import, Line, Trouble};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::check::before;
use super::read::hash;
use super::records::{ImportId, ImportPart, ImportRun, ImportState, ImportTrouble, ImportedRow};
use super::stopped::{interrupted, sent, settle};

/// Writes down that a file was looked at; nothing of it is kept.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckImport {
    /// The kind.
    pub kind: String,
}

impl Command for CheckImport {
    const NAME: &'static str = "exchange.check-import";
    const WHAT: &'static str = "Writes down that a file was checked for an import and nothing of it kept.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(action::IMPORT, None, Facts::NONE).await.map(drop)
    }
}

/// What there is to say of a file.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Begun {
    /// The kind.
    pub kind: String,
    /// Whose file it is.
    pub agency: String,
    /// The file's name, without its folder.
    pub file: String,
    /// Its rows.
    pub lines: i64,
    /// How many cells are doubtful.
    pub doubtful: i64,
}

/// Begins an import that was checked.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginImport {
    /// The file.
    pub of: Begun,
}

fn run(w: &mut Writing, it: &Begun, state: ImportState) -> ImportRun {
    ImportRun {
        id: w.new_id(),
        kind: it.kind.clone(),
        agency: it.agency.clone(),
        file: it.file.clone(),
        state,
        asked_by: w.acting.recorded_as(),
        asked_at: w.now,
        applied_by: None,
        applied_at: None,
        ended: None,
        lines: it.lines,
        done_lines: 0,
        added: 0,
        changed: 0,
        unchanged: 0,
        wrong: 0,
        doubtful: it.doubtful,
        version: 1,
    }
}

impl Command for BeginImport {
    const NAME: &'static str = "exchange.begin-import";
    const WHAT: &'static str = "Begins an import of a file that was checked.";
    type Done = ImportId;
    async fn carry_out(&self, w: &mut Writing) -> Result<ImportId, Refused> {
        w.may(action::IMPORT, None, Facts::NONE).await?;
        let mut it = run(w, &self.of, ImportState::Running);
        (it.applied_by, it.applied_at) = (Some(w.acting.recorded_as()), Some(w.now));
        w.keep(&it).await?;
        w.about("import", it.id.0, &[]);
        Ok(it.id)
    }
}

/// Proposes an import: the file waits, and is looked at.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeImport {
    /// The file.
    pub of: Begun,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Bytes of a file in one row of the store.
const PART: usize = 256 * 1024;

impl Command for ProposeImport {
    const NAME: &'static str = "exchange.propose-import";
    const WHAT: &'static str = "Sends a file to be checked and, when an administrator applies it, imported.";
    type Done = ImportId;
    async fn carry_out(&self, w: &mut Writing) -> Result<ImportId, Refused> {
        w.may(action::PROPOSE_IMPORT, None, Facts::NONE).await?;
        let it = run(w, &self.of, ImportState::Looking);
        w.keep(&it).await?;
        for (nth, bytes) in (0..).zip(self.bytes.chunks(PART)) {
            w.keep(&ImportPart { import: it.id, nth, bytes: bytes.to_vec() }).await?;
        }
        w.about("import", it.id.0, &[]);
        Ok(it.id)
    }
}

/// The import of an id.
///
/// # Errors
/// [`Refused::NotFound`] when there is none.
pub(super) async fn one(r: &door::Reading, id: ImportId) -> Result<ImportRun, Refused> {
    r.plain_one("SELECT * FROM import WHERE id = $1", args![id]).await?.ok_or(Refused::NotFound)
}

/// Keeps what checking a file that was sent found.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TellChecked {
    /// Which.
    pub import: ImportId,
    /// Rows read.
    pub lines: i64,
    /// New, changed, unchanged.
    pub counts: (i64, i64, i64),
    /// Bad rows and doubtful cells in all.
    pub troubles: (i64, i64),
    /// The first of what is wrong.
    pub wrong: Vec<Trouble>,
    /// The first of what is doubtful.
    pub doubtful: Vec<Trouble>,
}

impl Command for TellChecked {
    const NAME: &'static str = "exchange.tell-checked";
    const WHAT: &'static str = "Keeps what checking a file found.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(action::PROPOSE_IMPORT, None, Facts::NONE).await?;
        let old = one(w, self.import).await?;
        if old.state != ImportState::Looking {
            return Ok(()); // it was withdrawn meanwhile
        }
        let state = if self.troubles.0 > 0 { ImportState::Bad } else { ImportState::Proposed };
        let (added, changed, unchanged) = self.counts;
        let new = ImportRun {
            state,
            lines: self.lines,
            added,
            changed,
            unchanged,
            wrong: self.troubles.0,
            doubtful: self.troubles.1,
            ..old.clone()
        };
        w.change(&old, &new).await?;
        let all = self.wrong.iter().map(|it| (it, true)).chain(self.doubtful.iter().map(|it| (it, false)));
        for (nth, (it, wrong)) in (0..).zip(all) {
            let row = ImportTrouble {
                import: old.id,
                nth,
                line: i64::try_from(it.row).unwrap_or(i64::MAX),
                named: it.column.clone(),
                value: it.value.clone(),
                problem: it.problem.clone(),
                mend: it.mend.clone(),
                wrong,
            };
            w.keep(&row).await?;
        }
        if state == ImportState::Bad {
            w.run("DELETE FROM import_part WHERE import = $1", args![old.id]).await?;
        }
        w.about("import", old.id.0, &[]);
        Ok(())
    }
}

/// Takes a proposed import back.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawImport {
    /// Which.
    pub import: ImportId,
}

impl Command for WithdrawImport {
    const NAME: &'static str = "exchange.withdraw-import";
    const WHAT: &'static str = "Takes a proposed import back.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(action::PROPOSE_IMPORT, None, Facts::NONE).await?;
        let old = one(w, self.import).await?;
        match old.state {
            ImportState::Looking | ImportState::Bad | ImportState::Proposed => {}
            ImportState::Running | ImportState::Continued | ImportState::Done | ImportState::Withdrawn => {
                return Err(Refused::Conflict("it was applied or withdrawn already".to_owned()));
            }
        }
        w.change(&old, &ImportRun { state: ImportState::Withdrawn, ended: Some(w.now), ..old.clone() }).await?;
        w.run("DELETE FROM import_part WHERE import = $1", args![old.id]).await?;
        w.run("DELETE FROM import_trouble WHERE import = $1", args![old.id]).await?;
        w.about("import", old.id.0, &[]);
        Ok(())
    }
}

/// Applies a proposed import, or goes on with one that was interrupted.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyImport {
    /// Which.
    pub import: ImportId,
}

impl Command for ApplyImport {
    const NAME: &'static str = "exchange.apply-import";
    const WHAT: &'static str = "Applies a proposed import.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(action::IMPORT, None, Facts::NONE).await?;
        let old = one(w, self.import).await?;
        match old.state {
            ImportState::Proposed => {}
            ImportState::Running if interrupted(&old, w.now) => {}
            ImportState::Looking
            | ImportState::Bad
            | ImportState::Running
            | ImportState::Continued
            | ImportState::Done
            | ImportState::Withdrawn => {
                return Err(Refused::Conflict("it does not wait to be applied".to_owned()));
            }
        }
        if !sent(w, old.id).await? {
            return Err(Refused::Conflict("its file is not here: import the file again".to_owned()));
        }
        if w.acting.recorded_as() == old.asked_by {
            return Err(Refused::rule("access.md 3", "who proposes an import does not apply it"));
        }
        let new = ImportRun {
            state: ImportState::Running,
            applied_by: Some(w.acting.recorded_as()),
            applied_at: Some(w.now),
            done_lines: 0,
            added: 0,
            changed: 0,
            unchanged: 0,
            ..old.clone()
        };
        w.change(&old, &new).await?;
        w.about("import", old.id.0, &[]);
        Ok(())
    }
}

/// How rows of a kind are kept; found in this program, never in a body.
#[derive(Clone, Copy, Default)]
pub struct How(pub Option<&'static Import>);

/// Keeps rows of an import, all or none of them.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct ImportRows {
    /// Of which import.
    pub import: ImportId,
    /// Whose file it is.
    pub agency: String,
    /// The rows, checked before.
    pub lines: Vec<Line>,
    /// The kind.
    #[serde(skip)]
    #[schemars(skip)]
    pub how: How,
}

/// How many rows were new, changed, unchanged.
pub type Counts = (i64, i64, i64);

impl Command for ImportRows {
    const NAME: &'static str = "exchange.import-rows";
    const WHAT: &'static str = "Keeps rows of an import.";
    type Done = Counts;
    const REMEMBERED: bool = false;

    async fn carry_out(&self, w: &mut Writing) -> Result<Counts, Refused> {
        const COUNT: &str =
            "UPDATE import SET done_lines = done_lines + $2, added = added + $3, changed = changed + $4,
            unchanged = unchanged + $5, ended = $6 WHERE id = $1 AND state = 'running'";
        w.may(action::IMPORT, None, Facts::NONE).await?;
        let kind = self.how.0.ok_or_else(|| Refused::Fault("rows without a kind".to_owned()))?;
        w.about("import", self.import.0, &[]);
        w.as_history(w.now);
        let sources: Vec<String> = self.lines.iter().map(|it| kind.source_of(it)).collect();
        let before = before(w, kind.kind, &self.agency, &sources).await?;
        let (mut sha, mut fresh, mut names) = (Sha256::new(), Vec::new(), Vec::new());
        let (mut changed, mut unchanged) = (0, 0);
        for (line, source) in self.lines.iter().zip(sources) {
            let now = hash(line);
            sha.update(now);
            match before.get(&source) {
                None => {
                    fresh.push(line.clone());
                    names.push((source, now));
                }
                Some((was, _)) if was.as_slice() == now.as_slice() => unchanged += 1,
                Some((_, record)) => {
                    w.as_history(w.now);
                    let record = (kind.change)(w, &self.agency, line, *record).await?;
                    self.changed(w, kind, source, now, record).await?;
                    changed += 1;
                }
            }
        }
        w.as_history(w.now);
        let records = (kind.keep)(w, Batch { agency: &self.agency, lines: &fresh }).await?;
        for ((source, now), record) in names.into_iter().zip(&records) {
            let (kind, agency) = (kind.kind.to_owned(), self.agency.clone());
            w.keep(&ImportedRow { kind, agency, source, hash: now.to_vec(), record: *record }).await?;
        }
        let (many, added) = (count(self.lines.len()), count(records.len()));
        let hex: String = sha.finalize().iter().map(|it| format!("{it:02x}")).collect();
        w.rows_hash(self.lines.len() as u64, hex);
        let now = w.now;
        if w.run(COUNT, args![self.import, many, added, changed, unchanged, now]).await? != 1 {
            return Err(Refused::Conflict("this import is not under way".to_owned()));
        }
        Ok((added, changed, unchanged))
    }
}

impl ImportRows {
    async fn changed(
        &self,
        w: &mut Writing,
        kind: &Import,
        source: String,
        now: [u8; 16],
        record: uuid::Uuid,
    ) -> Result<(), Refused> {
        const NOW: &str =
            "UPDATE imported_row SET hash = $4, record = $5 WHERE kind = $1 AND agency = $2 AND source = $3";
        let values = args![kind.kind.to_owned(), self.agency.clone(), source, now.to_vec(), record];
        w.run(NOW, values).await.map(drop)
    }
}

fn count(it: usize) -> i64 {
    i64::try_from(it).unwrap_or(i64::MAX)
}

/// Ends an import of which all is in.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndImport {
    /// Which.
    pub import: ImportId,
}

impl Command for EndImport {
    const NAME: &'static str = "exchange.end-import";
    const WHAT: &'static str = "Ends an import of which all is in.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        w.may(action::IMPORT, None, Facts::NONE).await?;
        let old = one(w, self.import).await?;
        w.change(&old, &ImportRun { state: ImportState::Done, ended: Some(w.now), ..old.clone() }).await?;
        settle(w, &old).await?;
        w.run("DELETE FROM import_part WHERE import = $1", args![old.id]).await?;
        w.run("DELETE FROM import_trouble WHERE import = $1", args![old.id]).await?;
        w.about("import", old.id.0, &[]);
        Ok(())
    }
}
