//! Giving files out, and handing them on from a draft to what became of it.

use catalogue::Part;
use door::{Reading, Refused, Writing, args};
use kernel::{Handling, Json, PersonId};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::files::{File, FileId, Media};
use crate::see::{See, see_of};
use crate::{Entry, marked};

/// A file to be saved: `visit.download(r, &found.name, found.media.as_str(), found.bytes)` sends it as an attachment,
/// with nosniff and in a sandbox. It is never shown inline.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its name.
    pub name: String,
    /// What it is.
    pub media: Media,
    /// Its bytes, checked against their hash.
    pub bytes: Vec<u8>,
}

/// The files of a record that the reader may see, in the order in which they came.
///
/// # Errors
/// When the store refuses.
pub async fn files_of(r: &Reading, kind: &str, id: Uuid) -> Result<Vec<File>, Refused> {
    let sql = "SELECT * FROM file WHERE subject_kind = $1 AND subject = $2 AND complete = $3 AND replaced_at IS NULL ORDER BY id";
    let sealed = r.sealed::<File>(sql, args![kind.to_owned(), id, true]).await?;
    r.open_all(sealed).await
}

/// One file with its bytes.
///
/// # Errors
/// [`Refused::NotFound`] when there is none or the reader may not see it; a fault when its bytes do not fit its hash.
pub async fn open_file(r: &Reading, id: FileId) -> Result<Found, Refused> {
    let sql = "SELECT * FROM file WHERE id = $1 AND complete = $2 AND replaced_at IS NULL";
    let sealed = r.sealed_one::<File>(sql, args![id, true]).await?;
    let file = r.open(sealed).await?;
    let chunks: Vec<(Vec<u8>,)> =
        r.plain("SELECT bytes FROM file_chunk WHERE body = $1 ORDER BY nth", args![file.body]).await?;
    let bytes: Vec<u8> = chunks.into_iter().flat_map(|it| it.0).collect();
    if Sha256::digest(&bytes).as_slice() != file.sha256.as_slice() {
        return Err(Refused::Fault("a file is damaged: its bytes do not fit its hash".to_owned()));
    }
    Ok(Found { name: file.name, media: file.media, bytes })
}

/// Hands the files of a draft on to what became of it. Asks no policy: the command that submits the draft does.
///
/// # Errors
/// When the store refuses.
pub async fn adopt(
    w: &mut Writing,
    draft: Uuid,
    of: (&str, Uuid),
    person: Option<PersonId>,
    part: Part,
) -> Result<u64, Refused> {
    let sql = "UPDATE file SET subject_kind = $3, subject = $4, person = $5, see = $6, version = version + 1
               WHERE subject_kind = $1 AND subject = $2 AND complete = $7";
    let see = See(see_of(part));
    w.run(sql, args!["draft".to_owned(), draft, of.0.to_owned(), of.1, person, see, true]).await
}

/// The files of a note go where it goes, and are marked as it is.
pub(crate) async fn carry(w: &mut Writing, it: &Entry) -> Result<(), Refused> {
    let handling: &Handling = &it.handling.0;
    let sql = "UPDATE file SET person = $2, marking = $3, handling = $4, marked = $5, version = version + 1
               WHERE subject_kind = 'entry' AND subject = $1";
    w.run(sql, args![it.subject, it.person, it.marking, Json(handling.clone()), it.marked]).await?;
    let files: Vec<(Uuid,)> =
        w.plain("SELECT id FROM file WHERE subject_kind = 'entry' AND subject = $1", args![it.subject]).await?;
    for (file,) in files {
        w.run("DELETE FROM marked_for WHERE thing = $1", args![file]).await?;
        marked::mark(w, file, handling).await?;
    }
    Ok(())
}
