//! Every version of a form that was ever in force: old answers are read with the questions they were given to.

use catalogue::{Catalogue, Form};
use door::{Plain, Reading, Refused, Writing, args};
use kernel::{Json, Ts};
use uuid::Uuid;

door::record! {
    /// A form as it was asked in one version.
    pub struct FormVersion in "form_version" {
        pub id: Uuid,
        /// The form's id.
        pub form: String,
        /// Its version.
        pub form_version: i64,
        /// The whole definition.
        pub definition: Json<Form>,
        pub recorded: Ts,
    }
}

impl Plain for FormVersion {}

const ONE: &str = "SELECT * FROM form_version WHERE form = $1 AND form_version = $2";

/// Keeps every form of a catalogue in its version: call it when a catalogue is applied. Asks no policy.
///
/// # Errors
/// [`Refused::Conflict`] when a version that was kept now asks something else: a changed form needs a new version.
pub async fn keep_versions(w: &mut Writing, catalogue: &Catalogue) -> Result<(), Refused> {
    for form in &catalogue.forms {
        keep_version(w, form).await?;
    }
    Ok(())
}

/// Keeps one form in its version, if it is not kept yet.
///
/// # Errors
/// As [`keep_versions`].
pub async fn keep_version(w: &mut Writing, form: &Form) -> Result<(), Refused> {
    let version = i64::from(form.version);
    let found: Option<FormVersion> = w.plain_one(ONE, args![form.id.clone(), version]).await?;
    match found {
        Some(it) if it.definition.0.groups == form.groups => Ok(()),
        Some(_) => Err(Refused::Conflict(format!(
            "the form {} asks something else than its version {version} did: give it a new version",
            form.id
        ))),
        None => {
            let (id, recorded) = (w.new_id(), w.now);
            let it = FormVersion {
                id,
                form: form.id.clone(),
                form_version: version,
                definition: Json(form.clone()),
                recorded,
            };
            w.keep(&it).await
        }
    }
}

/// A form in the version in which it was answered.
///
/// # Errors
/// [`Refused::NotFound`] when that version was never in force here.
pub async fn definition(r: &Reading, form: &str, version: u32) -> Result<Form, Refused> {
    let current = r.configuration().ok();
    if let Some(it) = current.as_ref().and_then(|it| it.form_version(form, version)) {
        return Ok(it.clone());
    }
    let found: Option<FormVersion> = r.plain_one(ONE, args![form.to_owned(), i64::from(version)]).await?;
    found.map(|it| it.definition.0).ok_or(Refused::NotFound)
}
