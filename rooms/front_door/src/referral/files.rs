//! Files that came with a referral: looked into before it is sent, kept with it, given out only to be saved.

use axum::extract::Path;
use door::Reading;
use entry::{FileId, FileOf, Upload, file_limit, files_of, keep_file, open_file, sniff};
use kernel::{Handling, Marking, Reference, Refused, Wrongs};
use room::{Answer, Posted, Visit};
use web::Html;

use super::{Referral, by_reference, opened};

/// The record to which they belong.
const KIND: &str = "referral";

/// What is wrong with the files of a page: told before anything is sent, so that the referral waits for its reader.
pub(super) fn wrong(visit: &Visit, posted: &Posted) -> Wrongs {
    let limit = file_limit(&visit.catalogue);
    let mut all = Wrongs::default();
    for it in &posted.files {
        if u64::try_from(it.bytes.len()).unwrap_or(u64::MAX) > limit {
            all.add(&it.field, format!("The file must be {} MB or smaller", limit / (1024 * 1024)));
        } else if let Err(why) = sniff(&it.bytes) {
            all.add(&it.field, why);
        }
    }
    all
}

/// Keeps the files of a page with the referral that was just sent.
///
/// # Errors
/// When one could not be kept; the referral itself is in.
pub(super) async fn keep(visit: &Visit, posted: Posted, reference: Reference) -> Result<(), Refused> {
    if posted.files.is_empty() {
        return Ok(());
    }
    let id = {
        let r = visit.read().await?;
        by_reference(&r, &reference.to_string()).await?.id()
    };
    for it in posted.files {
        let upload = Upload {
            of: FileOf { kind: KIND, id, field: it.field },
            person: None,
            part: catalogue::Part::Referral,
            marking: Marking::Sensitive,
            handling: Handling::default(),
            name: it.name,
            bytes: it.bytes,
        };
        keep_file(visit.door(), &visit.acting, upload, file_limit(&visit.catalogue)).await?;
    }
    Ok(())
}

/// The files of a referral, to be saved.
pub(super) async fn list(r: &Reading, it: &Referral) -> Result<Html, Refused> {
    let files = files_of(r, KIND, it.id.0).await?;
    if files.is_empty() {
        return Ok(Html::new());
    }
    let one = |h: Html, file: &entry::File| {
        let href = format!("/referrals/{}/files/{}", it.reference, file.id);
        let words = format!("{} ({}, {} KB)", file.name, file.media.label(), file.size.max(1).div_euclid(1024) + 1);
        h.raw("<li>").html(&web::link(&web::Link::to(&href, &words))).raw("</li>")
    };
    Ok(web::heading(2, "Files").raw("<ul class=\"govuk-list\">").each(&files, one).raw("</ul>"))
}

/// One file of a referral.
///
/// # Errors
/// Not found, also where one may not know of it.
pub async fn one(visit: Visit, Path((reference, file)): Path<(String, FileId)>) -> Answer {
    let r = visit.read().await?;
    let it = opened(&r, &reference).await?;
    if !files_of(&r, KIND, it.id.0).await?.iter().any(|it| it.id == file) {
        return Err(Refused::NotFound.into());
    }
    let found = open_file(&r, file).await?;
    visit.download(r, &found.name, found.media.as_str(), found.bytes).await
}
