//! The partnership's own statements, which every page's foot leads to. The words are the partnership's, from its
//! configuration; what the program itself does is said here, and true of it.

use catalogue::Catalogue;
use kernel::{Day, Refused};
use room::{Answer, Visit};

/// Words of the configuration as paragraphs, their placeholders filled.
fn words(catalogue: &Catalogue, id: &str, on: Day) -> Result<(String, Vec<String>), Refused> {
    let found = catalogue.words(id, on).ok_or(Refused::NotFound)?;
    let p = &catalogue.partnership;
    let filled = [
        ("{partnership}", &p.name),
        ("{hub}", &p.hub),
        ("{phone}", &p.contact.phone),
        ("{out_of_hours}", &p.contact.out_of_hours),
        ("{hours}", &p.contact.hours),
        ("{email}", &p.contact.email),
        ("{data_protection}", &p.contact.data_protection),
    ]
    .iter()
    .fold(found.text.clone(), |text, (mark, with)| text.replace(mark, with));
    Ok((found.title.clone(), filled.split("\n\n").map(str::to_owned).collect()))
}

fn shown(visit: &Visit, title: &str, all: &[String]) -> Answer {
    Ok(visit.show_plain(&visit.page(title), &web::statement(title, all).main))
}

/// The privacy notice.
///
/// # Errors
/// [`Refused::NotFound`] where the configuration has no words for it.
pub async fn privacy(visit: Visit) -> Answer {
    let (title, mut all) = words(&visit.catalogue, "privacy-notice", visit.now().day())?;
    all.push("# What this service writes down by itself".to_owned());
    all.push("Everybody who works here signs in, and each time somebody opens, changes or is refused a record we write down who, when and which record, in a ledger that cannot be changed unseen.".to_owned());
    all.push("When somebody tries to sign in and fails, we keep the name they typed and the address of their connection for two days, to stop guessing. The log of the machine holds no names, dates of birth or free text.".to_owned());
    shown(&visit, &title, &all)
}

/// The accessibility statement.
///
/// # Errors
/// [`Refused::NotFound`] where the configuration has no words for it.
pub async fn accessibility(visit: Visit) -> Answer {
    let (title, all) = words(&visit.catalogue, "accessibility-statement", visit.now().day())?;
    shown(&visit, &title, &all)
}

/// What this service keeps in a browser.
///
/// # Errors
/// None.
pub async fn cookies(visit: Visit) -> Answer {
    let shown = web::cookies();
    Ok(visit.show_plain(&visit.page(shown.title.as_str()), &shown.main))
}
