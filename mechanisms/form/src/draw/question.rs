//! One question.

use catalogue::{Audience, Code, Group, Kind, Question, Required};
use web::{
    Checkboxes, Choice, DateInput, FileUpload, Html, Input, Radios, Select, Size, Textarea, checkboxes, date_input,
    file_upload, hidden, input, radios, select, textarea,
};

use crate::draw::Sheet;
use crate::draw::sheet::place;
use crate::name;
use crate::rules::{RECENCY, RECENCY_LIST, not_among_choices, yes_no};

/// More choices than this become a list in which one types.
const MANY: usize = 12;
/// The most characters of a long text, unless the question says otherwise.
const TEXT: u32 = 10_000;

struct Asking<'s, 'a> {
    sheet: &'s Sheet<'a>,
    group: &'s Group,
    nth: usize,
    it: &'s Question,
    name: String,
    label: String,
    hint: String,
}

/// A question with its hint, mistake, warnings, evidence, and the questions that appear under its choices.
pub(super) fn draw(sheet: &Sheet<'_>, group: &Group, nth: usize, it: &Question, only: &str) -> Html {
    let hint = [only, it.hint.as_deref().unwrap_or_default()];
    let hint = hint.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    // A question under a choice is needed only with that choice, so it is not called optional.
    let optional = it.required == Required::No && it.when.is_none();
    let label = if optional { format!("{} (optional)", it.label) } else { it.label.clone() };
    let asking = Asking { sheet, group, nth, it, name: name(group, nth, &it.id), label, hint };
    let control = asking.control();
    control.html(&asking.no_answer()).html(&asking.evidence()).html(&asking.remarks())
}

impl Asking<'_, '_> {
    fn control(&self) -> Html {
        match self.it.kind {
            Kind::Long => self.long(),
            Kind::Day => self.day(&self.name, &self.label, &self.hint),
            Kind::Instant => self.instant(),
            Kind::AgeOrBirth => self.age(),
            Kind::Code | Kind::Codes => self.coded(),
            Kind::YesNoUnknown => self.radios(yes_no(self.sheet.form.audience, &self.it.required)),
            Kind::Rating => {
                let most = self.it.rubric.len().max(4);
                let words = |nth: usize| self.it.rubric.get(nth).map_or_else(String::new, |it| format!(": {it}"));
                self.radios((0..most).map(|nth| (nth.to_string(), format!("{nth}{}", words(nth)))).collect())
            }
            Kind::Recency => self.radios(match self.sheet.catalogue.codes(RECENCY_LIST) {
                Some(list) => list.on(self.sheet.today).map(|it| (it.code.clone(), it.label.clone())).collect(),
                None => RECENCY.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())).collect(),
            }),
            Kind::File => self.files(),
            Kind::Int => self.line("", "numeric", 5),
            Kind::Money => self.line("", "decimal", 10),
            Kind::Email => self.line("email", "", 0),
            Kind::Phone => self.line("tel", "", 20),
            Kind::Postcode => self.line("", "", 10),
            Kind::NhsNumber | Kind::Upn => self.line("", "", 20),
            Kind::Org => self.org(),
            Kind::Text => self.line("", "", 0),
            Kind::Person => self.person(),
        }
    }

    fn line(&self, kind: &str, inputmode: &str, width: u8) -> Html {
        let prefix = if self.it.kind == Kind::Money { "£" } else { "" };
        let of = Input::of(&self.sheet.typed, &self.name, &self.label);
        // Of somebody else a browser must fill in nothing.
        input(&Input { hint: &self.hint, kind, inputmode, width, prefix, autocomplete: "off", ..of })
    }

    /// By the reference of their record: a name is looked for on the search page, where each look is in the ledger.
    fn person(&self) -> Html {
        const HINT: &str = "The reference of their record, such as HF-4K7M-2QXD. Search finds it by name or birth date";
        let hint = if self.hint.is_empty() { HINT } else { &self.hint };
        let of = Input::of(&self.sheet.typed, &self.name, &self.label);
        input(&Input { hint, width: 20, autocomplete: "off", spellcheck: Some(false), ..of })
    }

    fn org(&self) -> Html {
        let list = format!("{}-list", self.name);
        let of = Input::of(&self.sheet.typed, &self.name, &self.label);
        let agency = self.sheet.catalogue.agency(of.value).map(|it| it.name.as_str());
        let value = agency.unwrap_or(of.value);
        let field = Input { hint: &self.hint, value, autocomplete: "off", attributes: &[("list", &list)], ..of };
        let option = |h: Html, it: &catalogue::Agency| h.raw("<option").attr("value", &it.name).raw("></option>");
        input(&field)
            .raw("<datalist")
            .attr("id", &list)
            .raw(">")
            .each(&self.sheet.catalogue.agencies, option)
            .raw("</datalist>")
    }

    fn long(&self) -> Html {
        let max = self.it.max.unwrap_or(TEXT);
        let of = Textarea::of(&self.sheet.typed, &self.name, &self.label);
        textarea(&Textarea { hint: &self.hint, max, threshold: 75, spellcheck: Some(true), ..of })
    }

    fn day(&self, name: &str, label: &str, hint: &str) -> Html {
        let of = DateInput::of(&self.sheet.typed, name, label);
        date_input(&DateInput { hint: if hint.is_empty() { "For example, 27 3 2026" } else { hint }, ..of })
    }

    fn instant(&self) -> Html {
        let time = format!("{}-time", self.name);
        let of = Input::of(&self.sheet.typed, &time, "Time");
        let field =
            Input { hint: "For example, 14:05; about is enough", width: 5, autocomplete: "off", error: None, ..of };
        self.day(&self.name, &self.label, &self.hint).html(&input(&field))
    }

    fn age(&self) -> Html {
        let (expected, age) = (format!("{}-expected", self.name), format!("{}-age", self.name));
        let of = Input::of(&self.sheet.typed, &age, "Or about how old are they?");
        let years = Input { suffix: "years", inputmode: "numeric", width: 3, autocomplete: "off", ..of };
        self.day(&self.name, &self.label, &self.hint).html(&input(&years)).html(&web::details(
            "The child is not born yet",
            &self.day(&expected, "Expected date of birth", ""),
            !self.sheet.typed.get(&format!("{expected}-day")).is_empty() || self.sheet.typed.error(&expected).is_some(),
        ))
    }

    fn coded(&self) -> Html {
        let list = self.it.codes.as_deref().and_then(|it| self.sheet.catalogue.codes(it));
        let codes: Vec<&Code> = list.map_or_else(Vec::new, |list| list.on(self.sheet.today).collect());
        let pairs: Vec<_> = codes.iter().map(|it| (it.code.clone(), it.label.clone())).collect();
        if self.it.kind == Kind::Codes {
            return self.boxes(&codes);
        }
        if codes.len() <= MANY {
            return self.radios(pairs);
        }
        let more = not_among_choices(&pairs, self.it.may_refuse, self.sheet.form.audience);
        let all = pairs.iter().chain(&more).map(|(code, words)| Choice::of(code, words)).collect();
        let under = self.under_any();
        let of = Select::of(&self.sheet.typed, &self.name, &self.label, all);
        select(&Select { hint: &self.hint, suggests: true, ..of }).html(&under)
    }

    fn radios(&self, pairs: Vec<(String, String)>) -> Html {
        let more = not_among_choices(&pairs, self.it.may_refuse, self.sheet.form.audience);
        let mut all: Vec<_> =
            pairs.iter().map(|(code, words)| Choice::of(code, words).reveals(self.under(code))).collect();
        if !more.is_empty() {
            all.push(Choice { divider: "or", ..Choice::default() });
            all.extend(more.iter().map(|(code, words)| Choice::of(code, words)));
        }
        let inline = all.len() <= 2;
        let of = Radios::of(&self.sheet.typed, &self.name, &self.label, all);
        hidden(&self.name, "").html(&radios(&Radios { hint: &self.hint, size: Size::S, inline, ..of }))
    }

    fn boxes(&self, codes: &[&Code]) -> Html {
        let pairs: Vec<_> = codes.iter().map(|it| (it.code.clone(), it.label.clone())).collect();
        let more = not_among_choices(&pairs, self.it.may_refuse, self.sheet.form.audience);
        let mut all: Vec<Choice<'_>> = Vec::new();
        for it in codes {
            let (exclusive, conditional) = (it.alone, self.under(&it.code));
            let hint = it.hint.as_deref().unwrap_or_default();
            all.push(Choice { value: &it.code, text: &it.label, hint, exclusive, conditional, ..Choice::default() });
        }
        all.push(Choice { divider: "or", ..Choice::default() });
        all.extend(more.iter().map(|(code, words)| Choice { exclusive: true, ..Choice::of(code, words) }));
        let of = Checkboxes::of(&self.sheet.typed, &self.name, &self.label, all);
        let hint = if self.hint.is_empty() { "Select all that apply" } else { &self.hint };
        hidden(&self.name, "").html(&checkboxes(&Checkboxes { hint, size: Size::S, ..of }))
    }

    /// What appears when a choice is made: a banner, and the questions whose condition it is.
    fn under(&self, code: &str) -> Html {
        let banner = self.it.banner.iter().filter(|it| it.is.iter().any(|it| it == code));
        let banner = banner.map(|it| web::inset_text(&self.sheet.words(&it.words))).collect::<Html>();
        let here = |it: &&Question| place(self.group, it).is_some_and(|(of, is)| of.id == self.it.id && is == code);
        let questions =
            self.group.questions.iter().filter(here).map(|it| draw(self.sheet, self.group, self.nth, it, ""));
        banner.html(&questions.collect::<Html>())
    }

    /// Under a list nothing can appear by itself: the questions of its choices follow, saying when they are meant.
    fn under_any(&self) -> Html {
        let here = self.group.questions.iter().filter_map(|it| {
            let (of, code) = place(self.group, it)?;
            let label = self.sheet.catalogue.label(of.codes.as_deref().unwrap_or_default(), code);
            let only = format!("Only if “{}” is {label}.", of.label);
            (of.id == self.it.id).then(|| draw(self.sheet, self.group, self.nth, it, &only))
        });
        here.collect()
    }

    fn files(&self) -> Html {
        let sent = self.sheet.typed.all(&self.name);
        let row = |h: Html, id: &&str| {
            let words = self.sheet.files.iter().find(|it| it.0 == **id).map_or("A file", |it| it.1.as_str());
            let button = format!("forget.{}.{id}", self.name);
            h.raw("<li>")
                .html(&hidden(&self.name, id))
                .text(words)
                .raw(" <button type=\"submit\" class=\"govuk-link hf-link-button\"")
                .attr("name", &button)
                .raw(" value=\"1\">Remove<span class=\"govuk-visually-hidden\"> ")
                .text(words)
                .raw("</span></button></li>")
        };
        let of = FileUpload {
            name: &self.name,
            label: &self.label,
            hint: &self.hint,
            error: self.sheet.typed.error(&self.name),
            multiple: true,
            ..FileUpload::default()
        };
        hidden(&self.name, "")
            .html(&file_upload(&of))
            .when(!sent.is_empty(), |h| h.raw("<ul class=\"govuk-list\">").each(&sent, row).raw("</ul>"))
    }

    /// Boxes for *not known*, *not asked*, *refused* where the question has no choices among which they stand.
    fn no_answer(&self) -> Html {
        let name = format!("{}-not", self.name);
        let said = self.sheet.typed.get(&name);
        let work = self.sheet.form.audience == Audience::Practitioner;
        let needed = work && self.it.required != Required::No && self.it.kind != Kind::Long;
        let offered = needed || self.it.may_refuse || !said.is_empty();
        let choices = matches!(
            self.it.kind,
            Kind::Code | Kind::Codes | Kind::YesNoUnknown | Kind::Rating | Kind::Recency | Kind::File
        );
        if choices || !offered {
            return Html::new();
        }
        let mut all = if work { vec![("known", "Not known"), ("asked", "Not asked")] } else { vec![] };
        if self.it.may_refuse {
            all.push(("refused", "Refused to say"));
        }
        if all.is_empty() {
            return Html::new();
        }
        let error = self.sheet.typed.error(&name);
        let one = |h: Html, (nth, (value, words)): (usize, &(&str, &str))| {
            let id = if nth == 0 { name.clone() } else { format!("{name}-{}", nth + 1) };
            h.raw("<div class=\"govuk-checkboxes__item\"><input class=\"govuk-checkboxes__input\" type=\"checkbox\"")
                .attr("id", &id)
                .attr("name", &name)
                .attr("value", value)
                .flag("checked", said == *value)
                .raw("><label class=\"govuk-label govuk-checkboxes__label\"")
                .attr("for", &id)
                .raw(">")
                .text(words)
                .raw("<span class=\"govuk-visually-hidden\">: ")
                .text(&self.it.label)
                .raw("</span></label></div>")
        };
        Html::new()
            .raw("<div class=\"govuk-form-group\">")
            .each(error, |h, it| h.html(&web::error_message(&format!("{name}-error"), it)))
            .raw("<div class=\"govuk-checkboxes govuk-checkboxes--small\">")
            .each(all.iter().enumerate(), one)
            .raw("</div></div>")
    }

    fn evidence(&self) -> Html {
        if !self.it.evidence {
            return Html::new();
        }
        let parts = [("what", "What shows this?"), ("who", "Who saw or said it?"), ("when", "When?")];
        let text = matches!(self.it.kind, Kind::Text | Kind::Long); // a text says itself what was seen
        let one = |h: Html, (part, label): (&str, &str)| {
            let name = format!("{}-evidence-{part}", self.name);
            let of = Input::of(&self.sheet.typed, &name, label);
            h.html(&input(&Input { autocomplete: "off", ..of })).html(&self.remarks_on(&name))
        };
        let wanted = parts.into_iter().filter(|it| !(text && it.0 == "what"));
        let fields = Html::new().each(wanted, one);
        web::inset_text(&web::fieldset(
            &web::Fieldset { legend: &format!("Evidence: {}", self.it.label), ..web::Fieldset::default() },
            &fields,
        ))
    }

    fn remarks(&self) -> Html {
        self.remarks_on(&self.name)
    }

    /// Words to avoid, and numbers that look wrong. They stop nothing.
    fn remarks_on(&self, name: &str) -> Html {
        let words = self.sheet.warnings.iter().filter(|it| it.field == name).map(|it| {
            let say = format!("Please look again at “{}”. Better: {}. {}", it.phrase, it.better, it.why);
            web::warning_text(&say)
        });
        let numbers = self.sheet.doubts.iter().filter(|it| it.field == name);
        let numbers =
            numbers.map(|it| web::warning_text(&format!("Please check: {}. It is kept as you typed it.", it.why)));
        words.chain(numbers).collect()
    }
}
