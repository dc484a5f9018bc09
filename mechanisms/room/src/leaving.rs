//! How an answer leaves: a page, JSON, a file, a redirect; each once what it shows is in the ledger.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use door::Reading;
use kernel::Refused;
use uuid::Uuid;
use web::{Html, Page};

use crate::cookies::{FORM, NEWS};
use crate::{Answer, Visit};

impl Visit {
    /// What a record of another room is called and where it is; none where the reader may not open it.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn subject(&self, r: &Reading, kind: &str, id: Uuid) -> Result<Option<crate::Hit>, Refused> {
        match self.house.rooms.iter().flat_map(|it| it.subjects).find(|it| it.kind == kind) {
            Some(it) => (it.find)(r, id).await,
            None => Ok(None),
        }
    }

    /// As [`Visit::show`], with another status than the page's own: a conflict that shows both versions.
    ///
    /// # Errors
    /// When the entry could not be kept: then nothing is shown.
    pub async fn show_as(&self, r: Reading, status: StatusCode, page: &Page, main: &Html) -> Answer {
        self.house.door.leave(r, &self.route).await?;
        Ok(self.with_cookies(page.show_as(status, main)))
    }

    /// Shows a page that holds nothing about anybody.
    #[must_use]
    pub fn show_plain(&self, page: &Page, main: &Html) -> Response {
        self.with_cookies(page.show(main))
    }

    /// Answers with JSON, once what it shows is in the ledger.
    ///
    /// # Errors
    /// When the entry could not be kept.
    pub async fn json(&self, r: Reading, value: &impl serde::Serialize) -> Answer {
        self.house.door.leave(r, &self.route).await?;
        Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(value)).into_response())
    }

    /// Gives a file to keep, once what it shows is in the ledger.
    ///
    /// # Errors
    /// When the entry could not be kept.
    pub async fn download(&self, r: Reading, name: &str, kind: &'static str, bytes: Vec<u8>) -> Answer {
        self.house.door.leave(r, &self.route).await?;
        let mut it = bytes.into_response();
        web::set_headers(&mut it, web::download_headers(name, kind, self.house.settings.tls));
        Ok(it)
    }

    /// After a form was carried out: to another page, with a sentence of news that names nobody.
    #[must_use]
    pub fn see_other(&self, to: &str, news: &str) -> Response {
        let mut answer = (StatusCode::SEE_OTHER, [(header::LOCATION, web::own_path(to))]).into_response();
        if !news.is_empty() {
            if let Some(it) = self.cookies.set(NEWS, &web::encode(news)) {
                answer.headers_mut().append(header::SET_COOKIE, it);
            }
        }
        answer
    }

    /// With the cookies that this visit sets or takes away.
    pub(crate) fn with_cookies(&self, mut answer: Response) -> Response {
        let mut lines = Vec::new();
        if self.session.is_none() && self.cookies.get(FORM) != self.csrf {
            lines.push(self.cookies.set(FORM, &self.csrf));
        }
        if !self.cookies.get(NEWS).is_empty() {
            lines.push(self.cookies.end(NEWS));
        }
        for it in lines.into_iter().flatten() {
            answer.headers_mut().append(header::SET_COOKIE, it);
        }
        answer
    }
}
