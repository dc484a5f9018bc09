//! What keeps a person from being seen: a restriction with its list of names, and a declared conflict of interest.

use axum::extract::Path;
use door::{Reading, Refused, args};
use kernel::{PersonId, Reference, UserId, Wrongs};
use person::{DeclareConflict, LiftRestriction, RestrictPerson};
use policy::action;
use room::{Answer, Posted, Visit};
use web::{DateInput, Html, Input, Textarea, Typed};

use super::{form, reference, wrongs};

/// The person of an address for one who may restrict them, seen or not: somebody must be able to mend the list.
async fn to_restrict(r: &Reading, typed: &str) -> Result<(Reference, PersonId), Refused> {
    let reference = reference(typed)?;
    let found: Option<(PersonId,)> =
        r.plain_one("SELECT root FROM person WHERE reference = $1", args![reference]).await?;
    let (id,) = found.ok_or(Refused::NotFound)?;
    r.may_see(action::RESTRICT_PERSON, id).await?;
    Ok((reference, id))
}

/// Why they are restricted, and who may still see them, by user name; nothing where the person is not restricted.
async fn named(r: &Reading, person: PersonId) -> Result<Option<(String, Vec<String>)>, Refused> {
    const STANDS: &str = "SELECT x.id, x.reason FROM restriction x JOIN person p ON p.id = x.person
        WHERE p.root = $1 AND x.replaced_at IS NULL ORDER BY x.id";
    const NAMES: &str = "SELECT a.name FROM restriction_named n JOIN account a ON a.id = n.named
        WHERE n.restriction = $1 ORDER BY a.name";
    let mut stands: Vec<(uuid::Uuid, String)> = r.plain(STANDS, args![person]).await?;
    let Some((last, reason)) = stands.pop() else { return Ok(None) };
    let names: Vec<(String,)> = r.plain(NAMES, args![last]).await?;
    Ok(Some((reason, names.into_iter().map(|it| it.0).collect())))
}

/// The form to restrict a person, or to change who is named.
///
/// # Errors
/// Not found, also for one who may not restrict.
pub async fn restrict(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    let (reference, id) = to_restrict(&r, &typed).await?;
    let names = named(&r, id).await?.map(|it| it.1).unwrap_or_default();
    let now = Typed::blank().with("named", names.join("\n"));
    draw_restrict(&visit, r, reference, id, &now).await
}

async fn draw_restrict(visit: &Visit, r: Reading, reference: Reference, id: PersonId, typed: &Typed) -> Answer {
    let stands = named(&r, id).await?.map(|it| it.0);
    let at = format!("/people/{reference}/restrict");
    let fields = web::input(&Input {
        hint: "Such as a relative of staff, a witness, a covert placement",
        ..Input::of(typed, "reason", "Why?")
    })
    .html(&web::textarea(&Textarea {
        rows: 6,
        hint: "User names, one a line. Nobody else sees that there is such a person",
        ..Textarea::of(typed, "named", "Who may still see them?")
    }))
    .html(&web::date_input(&DateInput::of(typed, "to", "Until which day, where that is known")));
    let title = format!("Restrict {reference}");
    let mut main = web::heading(1, &title)
        .html(&web::warning_text(
            "From the next request on, the record is absent for everybody who is not named: you too.",
        ))
        .html(&form(visit, &at, &web::hidden("do", "restrict").html(&fields), "Restrict"));
    if let Some(reason) = stands {
        main = main.html(&web::inset_text(&web::text(&format!("They are restricted: {reason}"))));
        let why = web::input(&Input::of(typed, "lift_reason", "Why is it lifted?"));
        let lift = form(visit, &at, &web::hidden("do", "lift").html(&why), "Lift the restriction");
        main = main.html(&web::details("Lift the restriction", &lift, typed.get("do") == "lift"));
    }
    visit.show(r, &visit.page(title).below("/people").back("/people").errors(typed.wrongs()), &main).await
}

/// Restricts, or lifts.
///
/// # Errors
/// Not found, also for one who may not restrict.
pub async fn restricted(visit: Visit, Path(typed): Path<String>, posted: Posted) -> Answer {
    let r = visit.read().await?;
    let (reference, person) = to_restrict(&r, &typed).await?;
    let done = if posted.raw("do") == "lift" {
        let reason = posted.raw("lift_reason").to_owned();
        let lifted = visit.act(posted.key(), LiftRestriction { person, reason }).await;
        lifted.map(|()| "The restriction was lifted").map_err(|e| match e {
            Refused::Wrong(all) => {
                let mut out = Wrongs::default();
                all.0.into_iter().for_each(|it| out.add("lift_reason", it.message));
                Refused::Wrong(out)
            }
            other => other,
        })
    } else {
        restrict_to(&visit, &r, person, &posted).await.map(|()| "Restricted to those named")
    };
    match done {
        Ok(news) => Ok(visit.see_other("/people", news)),
        Err(e) => {
            let again = posted.asked().again(wrongs(e)?);
            draw_restrict(&visit, r, reference, person, &again).await
        }
    }
}

async fn restrict_to(visit: &Visit, r: &Reading, person: PersonId, posted: &Posted) -> Result<(), Refused> {
    let asked = posted.asked();
    let to = asked.day("to", "the last day").optional();
    let mut all = Wrongs::default();
    let mut named = Vec::new();
    for name in posted.raw("named").split(['\n', ',', ';']).map(str::trim).filter(|it| !it.is_empty()) {
        let found: Option<(UserId,)> =
            r.plain_one("SELECT id FROM account WHERE name = $1", args![name.to_lowercase()]).await?;
        match found {
            Some((id,)) => named.push(id),
            None => all.add("named", format!("There is no user name {name}")),
        }
    }
    all.0.extend(asked.wrongs().0);
    all.done()?;
    let to = asked.done(|| to.it())?;
    let reason = posted.raw("reason").to_owned();
    visit.act(posted.key(), RestrictPerson { person, reason, named, to }).await.map(|_| ())
}

/// The form to declare a conflict of interest: for whoever may know that somebody is known.
///
/// # Errors
/// Not found, also where one may not know of the person.
pub async fn conflict(visit: Visit, Path(typed): Path<String>) -> Answer {
    let r = visit.read().await?;
    let (reference, _) = known(&r, &typed).await?;
    draw_conflict(&visit, r, reference, &Typed::blank()).await
}

async fn known(r: &Reading, typed: &str) -> Result<(Reference, PersonId), Refused> {
    let reference = reference(typed)?;
    let found: Option<(PersonId,)> =
        r.plain_one("SELECT root FROM person WHERE reference = $1", args![reference]).await?;
    let (id,) = found.ok_or(Refused::NotFound)?;
    if r.could_to(action::SEE_IDENTITY, id).await? {
        r.may_see(action::SEE_IDENTITY, id).await?;
    } else {
        r.may_see(action::SEE_POINTER, id).await?;
    }
    Ok((reference, id))
}

async fn draw_conflict(visit: &Visit, r: Reading, reference: Reference, typed: &Typed) -> Answer {
    let why = Input {
        hint: "In a few words, such as: a relative, a neighbour, a friend of the family",
        ..Input::of(typed, "why", "What is your conflict of interest?")
    };
    let fields: Html =
        web::input(&why).html(&web::date_input(&DateInput::of(typed, "to", "Until which day, where it will end")));
    let title = format!("Declare a conflict about {reference}");
    let main = web::heading(1, &title)
        .html(&web::warning_text("From then on you see nothing of this person. Tell your manager, so that somebody else takes over what is yours."))
        .html(&form(visit, &format!("/people/{reference}/conflict"), &fields, "Declare it"));
    visit.show(r, &visit.page(title).below("/people").back("/people").errors(typed.wrongs()), &main).await
}

/// Declares it.
///
/// # Errors
/// Not found, also where one may not know of the person.
pub async fn declared(visit: Visit, Path(typed): Path<String>, posted: Posted) -> Answer {
    let r = visit.read().await?;
    let (reference, person) = known(&r, &typed).await?;
    let asked = posted.asked();
    let to = asked.day("to", "the last day").optional();
    let done = match asked.done(|| to.it()) {
        Ok(to) => visit.act(posted.key(), DeclareConflict { person, why: posted.raw("why").to_owned(), to }).await,
        Err(e) => Err(e),
    };
    match done {
        Ok(_) => {
            Ok(visit.see_other("/people", "The conflict was declared: you see nothing of this person from now on"))
        }
        Err(e) => {
            let again = posted.asked().again(wrongs(e)?);
            draw_conflict(&visit, r, reference, &again).await
        }
    }
}
