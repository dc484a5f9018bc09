//! Files that came with a referral: looked into before it is sent, kept with it, given out only to be saved.

use axum::extract::Path;
use door::Reading;
use entry::{FileId, FileOf, Upload, file_limit, files_of, keep_file, open_file, sniff};
use form::{Answers, DraftId, SummaryGroup};
use kernel::{Handling, Marking, Refused, Wrongs};
use room::{Answer, Posted, Visit};
use web::Html;

use super::{Referral, opened};

/// The record to which they belong.
pub(super) const KIND: &str = "referral";

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

/// Keeps the files of a page with its draft; the answers name them.
///
/// # Errors
/// When one could not be kept.
pub(super) async fn keep(visit: &Visit, posted: Posted, draft: DraftId, answers: &mut Answers) -> Result<(), Refused> {
    for it in posted.files {
        let Some((group, question)) = it.field.split_once('.') else { continue };
        let (group, question) = (group.to_owned(), question.to_owned());
        let upload = Upload {
            of: FileOf { kind: "draft", id: draft.0, field: it.field },
            person: None,
            part: catalogue::Part::Referral,
            marking: Marking::Sensitive,
            handling: Handling::default(),
            name: it.name,
            bytes: it.bytes,
        };
        let id = keep_file(visit.door(), &visit.acting, upload, file_limit(&visit.catalogue)).await?;
        let had = answers.get(&group, 0, &question).map(form::Answer::codes).unwrap_or_default();
        let mut them: Vec<String> = had.into_iter().map(str::to_owned).collect();
        them.push(id.to_string());
        let answer = form::Answer { said: form::Said::Several(them), evidence: form::Evidence::default() };
        answers.put(&group, 0, &question, answer);
    }
    Ok(())
}

/// The files of a draft: id and name.
///
/// # Errors
/// When the store refuses.
pub(super) async fn of_draft(visit: &Visit, draft: DraftId) -> Result<Vec<(String, String)>, Refused> {
    let r = visit.read().await?;
    let all = files_of(&r, "draft", draft.0).await?.into_iter().map(|it| (it.id.to_string(), it.name)).collect();
    visit.door().leave(r, &visit.route).await?;
    Ok(all)
}

/// In a summary files stand by their names.
pub(super) fn name_them(groups: &mut [SummaryGroup], answers: &Answers, files: &[(String, String)]) {
    for row in groups.iter_mut().flat_map(|it| &mut it.rows) {
        let Some((group, question)) = row.field.split_once('.') else { continue };
        let ids = answers.get(group, 0, question).map(form::Answer::codes).unwrap_or_default();
        let names: Vec<String> =
            files.iter().filter(|it| ids.contains(&it.0.as_str())).map(|it| it.1.clone()).collect();
        if !names.is_empty() {
            row.value = names;
        }
    }
}

/// Those that its sender did not take back: the answers name what was sent.
fn meant(it: &Referral, all: Vec<entry::File>) -> Vec<entry::File> {
    let said = it.said();
    let named: Vec<&str> = said.0.values().flatten().flat_map(|it| it.values()).flat_map(form::Answer::codes).collect();
    all.into_iter().filter(|it| named.contains(&it.id.to_string().as_str())).collect()
}

/// The files of a referral, to be saved.
pub(super) async fn list(r: &Reading, it: &Referral) -> Result<Html, Refused> {
    let files = meant(it, files_of(r, KIND, it.id.0).await?);
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
    if !meant(&it, files_of(&r, KIND, it.id.0).await?).iter().any(|it| it.id == file) {
        return Err(Refused::NotFound.into());
    }
    let found = open_file(&r, file).await?;
    visit.download(r, &found.name, found.media.as_str(), found.bytes).await
}
