//! Forms drawn from data, complete without scripts: questions by groups, a task list for long forms, check your answers,
//! and two drafts side by side.

mod question;
mod sheet;
mod whole;

pub use sheet::{Sheet, Status};
pub use whole::{Drawing, check_answers, differs, draw, form_tag, task_list};

#[cfg(test)]
mod tests;
