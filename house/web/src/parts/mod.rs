//! Components: GOV.UK's and MoJ's, as functions. Each draws what the package's own fixtures say (see `fixtures`).

mod button;
mod choice;
mod date;
mod field;
mod fold;
mod frame;
mod input;
mod moj;
mod nav;
mod notice;
mod pages;
mod rows;
mod select;
mod steps;
mod table;
mod words;

pub use button::{Button, Tone, button, button_group, link_button};
pub use choice::{Checkboxes, Choice, Radios, checkboxes, radios};
pub use date::{DateInput, date_input};
pub use field::{Fieldset, Size, error_message, fieldset, hint, label};
pub use fold::{Tab, tabs};
pub use frame::{Header, NavItem, ServiceNavigation, footer, generic_header, header_search, service_navigation};
pub use input::{Input, PasswordInput, Textarea, hidden, input, password_input, textarea};
pub use moj::{Filter, FilterTag, Happened, Says, badge, banner, filter, identity_bar, sub_navigation, timeline};
pub use nav::{Link, back_link, breadcrumbs, phase_banner, skip_link};
pub use notice::{
    ErrorSummary, Notification, banner_sentence, details, error_summary, inset_text, notification_banner, panel,
    summary_of_errors, warning_text,
};
pub use pages::{PageItem, Pagination, pages, pagination};
pub use rows::{Action, Card, Row, SummaryList, Task, summary_list, task_list};
pub use select::{FileUpload, Select, file_upload, select};
pub use steps::{Series, Steps, Stroke, steps};
pub use table::{Cell, Table, scrolling, table};
pub use words::{Colour, heading, link, link_line, list, paragraph, reference_link, tag};

#[cfg(test)]
mod fixtures;
