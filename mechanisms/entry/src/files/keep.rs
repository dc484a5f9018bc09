//! Keeping a file: announced, filled a chunk a transaction so that the writer is never held long, then complete.

use catalogue::{Catalogue, Part};
use door::{Acting, Command, Door, Facts, Key, Refused, Writing, args};
use kernel::{Handling, Json, Marking, PersonId};
use policy::action::{REFER, WRITE_NOTE};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::Base64;
use crate::commands::about;
use crate::files::record::FileChunk;
use crate::files::{File, FileId, FileOf, Media, safe_name, sniff};
use crate::marked;
use crate::see::{See, see_of};

/// Bytes of one chunk.
pub const CHUNK: usize = 256 * 1024;
/// What no configuration may exceed; megabytes.
const MOST: u64 = 100;

/// The most bytes of one file, by the configuration.
#[must_use]
pub fn file_limit(catalogue: &Catalogue) -> u64 {
    u64::from(catalogue.partnership.thresholds.attachment_megabytes).clamp(1, MOST) * 1024 * 1024
}

/// A file as it came, and where it belongs.
#[derive(Clone, Debug)]
pub struct Upload {
    /// The record to which it belongs.
    pub of: FileOf,
    /// Whom it is about; none while nobody is known.
    pub person: Option<PersonId>,
    /// Which part of the record it belongs to.
    pub part: Part,
    /// Its protective marking.
    pub marking: Marking,
    /// Who may see it.
    pub handling: Handling,
    /// Its name as sent.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Keeps a file. `limit` is the most bytes it may have, see [`file_limit`].
///
/// # Errors
/// A wrong field (the upload's) when it is too large or of a kind that cannot be attached; [`Refused::MayNot`] when the
/// one who acts may not write about the person or refer.
pub async fn keep_file(door: &Door, acting: &Acting, it: Upload, limit: u64) -> Result<FileId, Refused> {
    let wrong = |why: String| Refused::wrong(if it.of.field.is_empty() { "file" } else { &it.of.field }, why);
    if u64::try_from(it.bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(wrong(format!("The file must be {} MB or smaller", limit / (1024 * 1024))));
    }
    let media = sniff(&it.bytes).map_err(|why| wrong(why.to_owned()))?;
    let begin = BeginFile {
        of_kind: it.of.kind.to_owned(),
        of: it.of.id,
        field: it.of.field.clone(),
        person: it.person,
        part: it.part,
        marking: it.marking,
        handling: it.handling,
        name: safe_name(&it.name, media),
        media,
        size: i64::try_from(it.bytes.len()).unwrap_or(i64::MAX),
        sha256: Base64(Sha256::digest(&it.bytes).to_vec()),
    };
    let file = door.act(acting, Key::none(), begin).await?;
    for (nth, bytes) in it.bytes.chunks(CHUNK).enumerate() {
        let nth = i64::try_from(nth).unwrap_or(i64::MAX);
        door.act(acting, Key::none(), AddFileChunk { file, nth, bytes: Base64(bytes.to_vec()) }).await?;
    }
    door.act(acting, Key::none(), FinishFile { file }).await?;
    Ok(file)
}

/// Announces a file. Only [`keep_file`], which has looked into it, sends this.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct BeginFile {
    of_kind: String,
    #[schemars(with = "String")]
    of: Uuid,
    field: String,
    person: Option<PersonId>,
    part: Part,
    marking: Marking,
    handling: Handling,
    name: String,
    media: Media,
    size: i64,
    sha256: Base64,
}

async fn may(w: &mut Writing, person: Option<PersonId>) -> Result<Option<PersonId>, Refused> {
    match person {
        Some(person) => about(w, WRITE_NOTE, person).await.map(Some),
        None => w.may(REFER, None, Facts::NONE).await.map(|_| None),
    }
}

impl Command for BeginFile {
    const NAME: &'static str = "people.begin-file";
    const WHAT: &'static str = "Announces a file.";
    type Done = FileId;

    async fn carry_out(&self, w: &mut Writing) -> Result<FileId, Refused> {
        let person = may(w, self.person).await?;
        let id = w.new_id::<FileId>();
        let file = File {
            id,
            body: id.0,
            name: self.name.clone(),
            media: self.media,
            size: self.size,
            sha256: self.sha256.0.clone(),
            subject_kind: self.of_kind.clone(),
            subject: self.of,
            field: self.field.clone(),
            person,
            see: See(see_of(self.part)),
            author: w.acting.recorded_as(),
            agency: w.acting.agency.clone(),
            marking: self.marking,
            marked: !self.handling.agencies.is_empty(),
            handling: Json(self.handling.clone()),
            recorded: w.now,
            complete: false,
            replaced_at: None,
            version: 1,
        };
        w.keep(&file).await?;
        marked::mark(w, id.0, &self.handling).await?;
        w.about("file", id.0, person.as_slice());
        Ok(id)
    }
}

/// The size of a file that is under way and one's own.
async fn under_way(w: &mut Writing, file: FileId) -> Result<i64, Refused> {
    let sql = "SELECT person, size FROM file WHERE id = $1 AND author = $2 AND complete = $3";
    let found: Option<(Option<PersonId>, i64)> = w.plain_one(sql, args![file, w.acting.recorded_as(), false]).await?;
    let (person, size) = found.ok_or(Refused::NotFound)?;
    may(w, person).await?;
    w.about("file", file.0, person.as_slice());
    Ok(size)
}

/// Adds a chunk to a file under way.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct AddFileChunk {
    file: FileId,
    nth: i64,
    bytes: Base64,
}

impl Command for AddFileChunk {
    const NAME: &'static str = "people.add-file-chunk";
    const WHAT: &'static str = "Adds a stretch of bytes to a file.";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        under_way(w, self.file).await?;
        let size = i64::try_from(self.bytes.0.len()).unwrap_or(i64::MAX);
        w.keep(&FileChunk { body: self.file.0, nth: self.nth, size, bytes: self.bytes.0.clone() }).await
    }
}

/// Makes a file visible once all of it is there.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct FinishFile {
    file: FileId,
}

impl Command for FinishFile {
    const NAME: &'static str = "people.finish-file";
    const WHAT: &'static str = "Makes a file visible once all of it is there.";
    type Done = ();

    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let size = under_way(w, self.file).await?;
        let sizes: Vec<(i64,)> = w.plain("SELECT size FROM file_chunk WHERE body = $1", args![self.file.0]).await?;
        if sizes.iter().map(|it| it.0).sum::<i64>() != size {
            return Err(Refused::Conflict("the file did not arrive whole; please send it again".to_owned()));
        }
        w.run("UPDATE file SET complete = $2, version = version + 1 WHERE id = $1", args![self.file, true])
            .await
            .map(|_| ())
    }
}

/// Throws away files that never arrived whole, a day after they began. The house does it by itself.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgetUnfinishedFiles {}

impl Command for ForgetUnfinishedFiles {
    const NAME: &'static str = "people.forget-unfinished-files";
    const WHAT: &'static str = "Throws away files that never arrived whole.";
    type Done = u64;

    async fn carry_out(&self, w: &mut Writing) -> Result<u64, Refused> {
        w.may(policy::action::BACK_UP, None, Facts::NONE).await?;
        let before = w.now.plus_hours(-24);
        let whose =
            "DELETE FROM file_chunk WHERE body IN (SELECT body FROM file WHERE complete = $1 AND recorded < $2)";
        w.run(whose, args![false, before]).await?;
        w.run("DELETE FROM file WHERE complete = $1 AND recorded < $2", args![false, before]).await
    }
}
