//! Referrals as others refer to them: by id for a clock, by reference and words for the search page.

use door::{Query, Reading, Writing, args};
use futures_util::future::BoxFuture;
use kernel::{Reference, Refused};
use policy::action;
use room::{Hit, Hits, Visit};
use uuid::Uuid;

use super::queue::whole_or_own;
use super::{Referral, may_know_of_all};

fn hit(it: &Referral) -> Hit {
    Hit {
        href: format!("/referrals/{}", it.reference),
        title: format!("Referral {}", it.reference),
        words: format!("{}, received {}", it.about, it.received.words()),
    }
}

/// The sentences of answers: codes, which are one word, find nothing worth finding.
fn sentences<'a>(it: &'a serde_json::Value, into: &mut Vec<&'a str>) {
    match it {
        serde_json::Value::String(text) if text.contains(' ') => into.push(text),
        serde_json::Value::Array(all) => all.iter().for_each(|it| sentences(it, into)),
        serde_json::Value::Object(all) => all.values().for_each(|it| sentences(it, into)),
        serde_json::Value::String(_)
        | serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_) => {}
    }
}

/// Makes a new referral findable by the names of those it is about, and by the words of its answers.
pub(super) async fn index(w: &mut Writing, it: &Referral) -> Result<(), Refused> {
    let mut texts = vec![it.about.as_str()];
    sentences(&it.answers.0, &mut texts);
    entry::index(w, "referral", it.id.0, &texts).await
}

/// What a referral is called and where it is, for those who may read it.
pub fn subject(r: &Reading, id: Uuid) -> BoxFuture<'_, Result<Option<Hit>, Refused>> {
    Box::pin(async move {
        let sealed = match r.sealed_one::<Referral>("SELECT * FROM referral WHERE id = $1", args![id]).await {
            Ok(sealed) => sealed,
            Err(Refused::NotFound) => return Ok(None),
            Err(e) => return Err(e),
        };
        match r.open(sealed).await {
            Ok(it) => Ok(may_know_of_all(r, &it).await?.then(|| hit(&it))),
            Err(Refused::NotFound) => Ok(None),
            Err(e) => Err(e),
        }
    })
}

/// Referrals that a line of words finds: a reference exactly, otherwise by the words of the referral.
pub fn found<'a>(r: &'a Reading, _: &'a Visit, words: &'a str, most: i64) -> BoxFuture<'a, Result<Hits, Refused>> {
    Box::pin(async move {
        let exact: Option<Reference> = words.trim().parse().ok();
        let of = |q: Query| {
            let q = whole_or_own(r, q);
            match exact {
                Some(reference) => q.and("t.reference = {}", args![reference]),
                None => entry::matching(q, "referral", words),
            }
        };
        let order = "ORDER BY t.received DESC, t.id DESC";
        let listed = r.page::<Referral>(action::SEE_REFERRAL, "FROM referral t", of, order, (most, 0)).await?;
        Ok(Hits { first: listed.rows.iter().map(hit).collect(), total: listed.total })
    })
}
