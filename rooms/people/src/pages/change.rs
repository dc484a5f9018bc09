//! Forms that change a person's record. Each shows what was typed again when something is wrong.

use axum::extract::Path;
use kernel::{PersonId, Refused};
use person::{
    AddAddress, AddContactPoint, AddIdentifier, AddName, AddRelation, AddStatus, AddWarning, AddressKind, ChangePerson,
    ContactKind, NewAddress, NewContact, NewIdentifier, NewName, NewStatus, NewWorker, Person, SetWorker,
    WARNING_SEEN_BY, YesNo, by_reference,
};
use room::{Answer, Posted, Visit};
use web::{Choice, DateInput, Html, Input, Select, Textarea, Typed};

use super::find::{particulars, read_particulars};
use super::{choices, form, one, reference, traits, wrongs};

/// What there is to add to a record.
fn fields(visit: &Visit, what: &str, typed: &Typed) -> Option<(&'static str, Html)> {
    let ask = Asking { visit, typed };
    Some(match what {
        "change" => {
            ("Change who they are", web::hidden("version", typed.get("version")).html(&particulars(visit, typed)))
        }
        "status" => ("Add a status", ask.status()),
        "address" => ("Add an address or placement", ask.address()),
        "relation" => ("Add somebody around them", ask.relation()),
        "worker" => ("Say who works with them", ask.worker()),
        "warning" => ("Add a warning", ask.warning()),
        "name" => ("Add a name", ask.name()),
        "number" => ("Add a number", ask.number()),
        "contact" => ("Add a telephone number, e-mail address or online name", ask.contact()),
        "trait" => ("Add ethnicity, language or another trait", traits::fields(visit, typed)),
        _ => return None,
    })
}

/// The questions of one form, with what was typed.
struct Asking<'a> {
    visit: &'a Visit,
    typed: &'a Typed,
}

impl Asking<'_> {
    fn list(&self, name: &str) -> Vec<Choice<'_>> {
        choices(&self.visit.catalogue, name, self.visit.now().day())
    }
    fn input(&self, name: &'static str, label: &'static str) -> Html {
        web::input(&Input::of(self.typed, name, label))
    }
    fn day(&self, name: &'static str, label: &'static str) -> Html {
        web::date_input(&DateInput::of(self.typed, name, label))
    }
    fn pick(&self, name: &'static str, label: &'static str, all: Vec<Choice>) -> Html {
        web::select(&Select { blank: true, ..Select::of(self.typed, name, label, all) })
    }
    fn yes_no(&self, name: &'static str, label: &'static str) -> Html {
        self.pick(name, label, Choice::all(YesNo::ALL.iter().map(|it| (it.as_str(), it.label()))))
    }

    fn status(&self) -> Html {
        let categories = ["cpp-category", "cin-need", "care-leaver"].into_iter().flat_map(|it| self.list(it)).collect();
        self.pick("status", "Status", self.list("statuses"))
            .html(&self.pick("category", "Category, where it has one", categories))
            .html(&self.pick("legal_status", "Legal status", self.list("legal-status")))
            .html(&self.input("responsible_authority", "Responsible authority"))
            .html(&self.input("placing_authority", "Placing authority"))
            .html(&self.day("from", "First day"))
            .html(&self.day("to", "Last day, if it has ended"))
            .html(&self.input("note", "Note"))
    }

    fn address(&self) -> Html {
        let kinds = Choice::all(AddressKind::ALL.iter().map(|it| (it.as_str(), it.label())));
        self.pick("kind", "What sort of address", kinds)
            .html(&self.input("house", "House number or name"))
            .html(&self.input("street", "Street"))
            .html(&self.input("town", "Town"))
            .html(&self.input("postcode", "Postcode"))
            .html(&self.input("provider", "Provider of a placement"))
            .html(&self.input("placing_authority", "Placing authority"))
            .html(&self.input("keep_from", "Who may not learn of it"))
            .html(&self.day("from", "First day there"))
            .html(&self.day("to", "Last day there, if they left"))
    }

    fn relation(&self) -> Html {
        self.input("name", "Name")
            .html(&self.pick("kind", "What are they to this person?", self.list("relationship-types")))
            .html(&self.yes_no("responsibility", "Parental responsibility"))
            .html(&self.yes_no("lives_with", "Lives with them"))
            .html(&self.yes_no("risk_to_child", "Risk to the child"))
            .html(&self.yes_no("risk_to_staff", "Risk to visiting staff"))
            .html(&self.input("note", "Note"))
    }

    fn name(&self) -> Html {
        self.pick("kind", "What sort of name?", self.list("name-types"))
            .html(&self.input("forenames", "Forenames, or the whole of a name in one word"))
            .html(&self.input("surname", "Surname"))
            .html(&self.day("from", "First day on which they used it, where known"))
            .html(&self.day("to", "Last day, where known"))
    }

    fn number(&self) -> Html {
        self.pick("scheme", "Whose number is it?", self.list("identifiers")).html(&web::input(&Input {
            hint: "A number that does not fit is kept, with a warning beside it",
            width: 20,
            autocomplete: "off",
            ..Input::of(self.typed, "value", "Number")
        }))
    }

    fn contact(&self) -> Html {
        let kinds = Choice::all(ContactKind::ALL.iter().map(|it| (it.as_str(), it.label())));
        self.pick("kind", "What is it?", kinds)
            .html(&self.input("value", "Number, address or name"))
            .html(&self.input("service", "On which service, of an online name"))
            .html(&self.input("note", "Whose is it, and when is it safe to use?"))
    }

    fn worker(&self) -> Html {
        let leads = vec![Choice::of("yes", "Their team answers from now on")];
        self.input("account", "User name of the worker")
            .html(&self.pick("role", "Role", self.list("working-roles")))
            .html(&self.day("from", "From"))
            .html(&web::checkboxes(&web::Checkboxes::of(self.typed, "leads", "Who answers for them?", leads)))
    }

    fn warning(&self) -> Html {
        const SEEN: [&str; 3] =
            ["Everybody who sees who they are", "Those who see statuses", "Those who see the record"];
        let seen = Choice::all(WARNING_SEEN_BY.iter().zip(SEEN).map(|(it, words)| (it.0, words)));
        let text = Textarea::of(self.typed, "text", "What must those who meet them know?");
        web::textarea(&Textarea { rows: 4, ..text })
            .html(&self.day("review", "When is it looked at again?"))
            .html(&self.pick("seen_by", "Who sees it?", seen))
    }
}

/// The form for one of them.
///
/// # Errors
/// Not found, also where one may not know of the person.
pub async fn ask(visit: Visit, Path((typed, what)): Path<(String, String)>) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    let born = it.birth_year.map(|it| it.to_string()).unwrap_or_default();
    let mut now = Typed::blank()
        .with("version", it.version.to_string())
        .with("forenames", it.forenames.clone())
        .with("surname", it.surname.clone())
        .with("known_as", it.known_as.clone())
        .with("birth.kind", it.birth_kind.as_str())
        .with("birth.year", born)
        .with("sex", it.sex.clone());
    if let Some(day) = it.birth_day {
        now = now.with_day("birth.day", day);
    }
    let (page, main) = drawn(&visit, &it, &what, &now)?;
    visit.show(r, &page, &main).await
}

fn drawn(visit: &Visit, it: &Person, what: &str, typed: &Typed) -> Result<(web::Page, Html), Refused> {
    let (title, fields) = fields(visit, what, typed).ok_or(Refused::NotFound)?;
    let to = format!("/people/{}/{what}", it.reference);
    let main = one::bar(visit, it, "").html(&web::heading(1, title)).html(&form(visit, &to, &fields, "Save"));
    Ok((visit.page(title).below("/people").errors(typed.wrongs()).back(format!("/people/{}", it.reference)), main))
}

/// Carries it out.
///
/// # Errors
/// Not found, not allowed, or somebody changed it first.
pub async fn post(visit: Visit, Path((typed, what)): Path<(String, String)>, posted: Posted) -> Answer {
    let r = visit.read().await?;
    let it = by_reference(&r, reference(&typed)?).await?;
    let home = format!("/people/{}", it.reference);
    match done(&visit, &it, &what, &posted).await {
        Ok(news) => Ok(visit.see_other(&home, &news)),
        Err(Refused::Stale) if what == "change" => super::stale::both(&visit, r, &it, &posted).await,
        Err(e) => {
            let again = posted.asked().again(wrongs(e)?);
            let (page, main) = drawn(&visit, &it, &what, &again)?;
            visit.show(r, &page, &main).await
        }
    }
}

async fn done(visit: &Visit, it: &Person, what: &str, posted: &Posted) -> Result<String, Refused> {
    let (key, person) = (posted.key(), it.id);
    let get = |name: &str| posted.raw(name).to_owned();
    match what {
        "change" => {
            let version = get("version").parse().map_err(|_| Refused::Stale)?;
            let particulars = person::Particulars { died: it.died, ..read_particulars(posted)? };
            visit.act(key, ChangePerson { person, version, particulars, lead: None, reason: get("reason") }).await?;
        }
        "status" => {
            visit.act(key, AddStatus { person, new: status(posted)? }).await?;
        }
        "address" => {
            let ends = posted.raw("ends").parse().ok();
            return Ok(saved(visit.act(key, AddAddress { person, new: address(posted)?, ends }).await?));
        }
        "relation" => {
            visit.act(key, relation(person, posted)).await?;
        }
        "worker" => {
            let new = worker(visit, posted).await?;
            visit.act(key, SetWorker { person, new }).await?;
        }
        "name" => {
            visit.act(key, AddName { person, new: name(posted)? }).await?;
        }
        "number" => {
            let new = NewIdentifier { scheme: get("scheme"), value: get("value") };
            return Ok(saved(visit.act(key, AddIdentifier { person, new }).await?));
        }
        "contact" => {
            let asked = posted.asked();
            let kind = asked.word::<ContactKind>("kind", "what it is");
            let kind = asked.done(|| kind.it())?;
            let new = NewContact { kind, value: get("value"), service: get("service"), note: get("note") };
            return Ok(saved(visit.act(key, AddContactPoint { person, new }).await?));
        }
        "trait" => {
            traits::set(visit, key, person, posted).await?;
        }
        "warning" => {
            let asked = posted.asked();
            let review = asked.day("review", "the day on which it is looked at again");
            let review = asked.done(|| review.it())?;
            visit.act(key, AddWarning { person, text: get("text"), review, seen_by: get("seen_by") }).await?;
        }
        _ => return Err(Refused::NotFound),
    }
    Ok("Saved".to_owned())
}

/// What the next page says: a doubt is told, and names nobody.
fn saved(doubt: Option<String>) -> String {
    doubt.map_or_else(|| "Saved".to_owned(), |it| format!("Saved, with a warning: {it}"))
}

fn name(posted: &Posted) -> Result<NewName, Refused> {
    let asked = posted.asked();
    let kind = asked.text("kind", "the sort of name");
    let (from, to) = (asked.day("from", "the first day").optional(), asked.day("to", "the last day").optional());
    let get = |name: &str| posted.raw(name).to_owned();
    asked.done(|| {
        let (kind, from, to) = (kind.it()?, from.it()?, to.it()?);
        Some(NewName { kind, forenames: get("forenames"), surname: get("surname"), from, to })
    })
}

fn some(it: &str) -> Option<String> {
    Some(it.trim().to_owned()).filter(|it| !it.is_empty())
}

fn status(posted: &Posted) -> Result<NewStatus, Refused> {
    let asked = posted.asked();
    let (status, from) = (asked.text("status", "the status"), asked.day("from", "the first day"));
    let to = asked.day("to", "the last day").optional();
    asked.done(|| {
        Some(NewStatus {
            status: status.it()?,
            category: some(posted.raw("category")),
            legal_status: some(posted.raw("legal_status")),
            responsible_authority: posted.raw("responsible_authority").to_owned(),
            placing_authority: posted.raw("placing_authority").to_owned(),
            from: from.it()?,
            to: to.it()?,
            note: posted.raw("note").to_owned(),
        })
    })
}

fn address(posted: &Posted) -> Result<NewAddress, Refused> {
    let asked = posted.asked();
    let kind = asked.word::<AddressKind>("kind", "the sort of address");
    let (from, to) = (asked.day("from", "the first day").optional(), asked.day("to", "the last day").optional());
    let get = |name: &str| posted.raw(name).to_owned();
    asked.done(|| {
        Some(NewAddress {
            kind: kind.it()?,
            house: get("house"),
            street: get("street"),
            locality: String::new(),
            town: get("town"),
            postcode: get("postcode"),
            uprn: String::new(),
            ward: None,
            provider: get("provider"),
            placing_authority: get("placing_authority"),
            responsible_authority: String::new(),
            keep_from: get("keep_from"),
            from: from.it()?,
            to: to.it()?,
        })
    })
}

fn relation(person: PersonId, posted: &Posted) -> AddRelation {
    let get = |name: &str| posted.raw(name).to_owned();
    let yes_no = |name: &str| posted.raw(name).parse().unwrap_or(YesNo::NotAsked);
    AddRelation {
        person,
        other: None,
        name: get("name"),
        birth: String::new(),
        kind: get("kind"),
        responsibility: yes_no("responsibility"),
        lives_with: yes_no("lives_with"),
        risk_to_child: yes_no("risk_to_child"),
        risk_to_staff: yes_no("risk_to_staff"),
        note: get("note"),
        from: None,
    }
}

async fn worker(visit: &Visit, posted: &Posted) -> Result<NewWorker, Refused> {
    let asked = posted.asked();
    let (role, from) = (asked.text("role", "the role"), asked.day("from", "the first day"));
    let (role, from) = asked.done(|| Some((role.it()?, from.it()?)))?;
    let r = visit.read().await?;
    let name = posted.raw("account").trim().to_lowercase();
    let found: Option<(kernel::UserId,)> =
        r.plain_one("SELECT id FROM account WHERE name = $1", door::args![name]).await?;
    let worker = found.ok_or_else(|| Refused::wrong("account", "There is no such user name"))?.0;
    let leads = !posted.raw("leads").is_empty();
    let (name, agency, contact) = (String::new(), String::new(), String::new());
    Ok(NewWorker { worker: Some(worker), name, role, agency, team: None, contact, from, to: None, leads })
}
