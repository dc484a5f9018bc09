//! A posted form: its fields, its files, its token and its key.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use door::Key;
use kernel::Refused;
use web::Asked;

use crate::{House, Refusal, Visit};

/// The most that a form without files may hold.
const FORM_LIMIT: usize = 1_000_000;

/// A file that was sent with a form.
#[derive(Clone, Debug)]
pub struct PostedFile {
    /// The field.
    pub field: String,
    /// The name it had on the sender's machine.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A form that was posted from one of our own pages: its token was checked.
#[derive(Clone, Debug, Default)]
pub struct Posted {
    /// Fields in the order of the page.
    pub fields: Vec<(String, String)>,
    /// Files.
    pub files: Vec<PostedFile>,
}

impl Posted {
    /// The fields, to be read one by one.
    #[must_use]
    pub fn asked(&self) -> Asked {
        Asked::new(self.fields.clone())
    }

    /// The value of a field as it was typed.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str())
    }

    /// The form's own key: sent twice, it is done once.
    #[must_use]
    pub fn key(&self) -> Key {
        Key(self.raw("key").to_owned())
    }
}

impl FromRequest<House> for Posted {
    type Rejection = Refusal;

    async fn from_request(request: Request, house: &House) -> Result<Self, Refusal> {
        let token = Visit::form_token(&request)?;
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or("").to_owned();
        let posted = if kind.starts_with("multipart/form-data") {
            let multipart = Multipart::from_request(request, house).await.map_err(|e| bad(&e.to_string()))?;
            parts(multipart).await?
        } else {
            let body = axum::body::to_bytes(request.into_body(), FORM_LIMIT).await;
            let body = body.map_err(|_| bad("this form holds more than can be sent at once"))?;
            Self { fields: web::parse_form(&body), files: Vec::new() }
        };
        if identity::same(posted.raw("csrf"), &token) && !token.is_empty() {
            Ok(posted)
        } else {
            Err(Refused::rule("form token", "this form was open for too long, or in another window you signed in as somebody else. Go back, reload the page and send it again; what you typed is kept by your browser.").into())
        }
    }
}

fn bad(words: &str) -> Refusal {
    Refused::wrong("", words).into()
}

async fn parts(mut multipart: Multipart) -> Result<Posted, Refusal> {
    let mut posted = Posted::default();
    while let Some(field) = multipart.next_field().await.map_err(|e| bad(&e.body_text()))? {
        let name = field.name().unwrap_or("").to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.map_err(|e| bad(&e.body_text()))?;
        if name.contains('\0')
            || file.as_ref().is_some_and(|it| it.contains('\0'))
            || file.is_none() && bytes.contains(&0)
        {
            return Err(bad("this form holds a zero byte, which no keyboard types: take it out and send it again"));
        }
        match file {
            Some(file) if file.is_empty() && bytes.is_empty() => {}
            Some(file) => posted.files.push(PostedFile { field: name, name: file, bytes: bytes.to_vec() }),
            None => posted.fields.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok(posted)
}
