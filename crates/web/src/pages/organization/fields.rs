//! Forms of the organization pages: lines, lists and dates filled with what was typed, and the faults beside them. Which values
//! are right is not known here.

use app::AppError;
use engine::Citation;
use jiff::civil::Date;
use law::calendar::era::ParsedDate;
use maud::{Markup, html};
use regulation::Language;

use crate::{
    answers::{Answers, Fault},
    context::spoken,
    dates,
    failure::{self, Failure},
    ui,
    words::FailureWords,
};

/// A choice of a list: value, what is read, and the heading it stands under.
pub(in crate::pages) type Listed = (String, String, String);

/// A form with what was typed into it and what is wrong with that.
pub(in crate::pages) struct Sheet<'a> {
    pub(in crate::pages) answers: &'a Answers,
    pub(in crate::pages) faults: &'a [Fault],
    pub(in crate::pages) language: Language,
}

/// A field that is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::pages) struct Ask<'a> {
    pub(in crate::pages) name: &'a str,
    pub(in crate::pages) label: &'a str,
    pub(in crate::pages) support: &'a str,
    pub(in crate::pages) need: ui::Need,
}

impl<'a> Sheet<'a> {
    fn fault(&self, name: &str) -> &'a str {
        self.faults
            .iter()
            .find(|fault| fault.name == name)
            .map_or("", |fault| fault.message.as_str())
    }

    /// All that is wrong, on top.
    pub(in crate::pages) fn summary(&self) -> Markup {
        let problems: Vec<_> = self
            .faults
            .iter()
            .map(|fault| ui::Problem { name: &fault.name, message: &fault.message })
            .collect();
        ui::error_summary(spoken(self.language).words(), &problems)
    }

    fn show(&self, ask: &Ask<'_>, control: &ui::Control<'_>) -> Markup {
        let field = ui::Field {
            name: ask.name,
            label: ask.label,
            need: ask.need,
            support: ask.support,
            error: self.fault(ask.name),
            ..ui::Field::default()
        };
        ui::field(spoken(self.language).words(), &field, control)
    }

    /// A line of text.
    pub(in crate::pages) fn line(&self, ask: &Ask<'_>, width: ui::Width) -> Markup {
        let text = ui::Text {
            value: self.answers.one(ask.name),
            width,
            max_length: Some(200),
            ..ui::Text::default()
        };
        self.show(ask, &ui::Control::Text(text))
    }

    /// A line of a special kind, such as a mail address or a login.
    pub(in crate::pages) fn special(
        &self,
        ask: &Ask<'_>,
        kind: ui::TextKind,
        autocomplete: &str,
    ) -> Markup {
        // A password is never sent back.
        let value = if kind == ui::TextKind::Password { "" } else { self.answers.one(ask.name) };
        let text =
            ui::Text { value, kind, autocomplete, width: ui::Width::Medium, max_length: Some(200) };
        self.show(ask, &ui::Control::Text(text))
    }

    /// A date in any spelling, with its meaning.
    pub(in crate::pages) fn date(&self, ask: &Ask<'_>) -> Markup {
        let value = self.answers.one(ask.name);
        let echo = dates::meaning(value, self.language).unwrap_or_default();
        self.show(ask, &ui::Control::Date(ui::Moment { value, echo: &echo }))
    }

    /// One of many.
    pub(in crate::pages) fn select(&self, ask: &Ask<'_>, options: &[Listed]) -> Markup {
        self.usually(ask, options, "")
    }

    /// One of many; `usual` stands there until something else is chosen.
    pub(in crate::pages) fn usually(
        &self,
        ask: &Ask<'_>,
        options: &[Listed],
        usual: &str,
    ) -> Markup {
        let answer = self.answers.one(ask.name);
        let chosen = if answer.is_empty() { usual } else { answer };
        let options: Vec<_> = options
            .iter()
            .map(|(value, label, group)| ui::Choice {
                value,
                label,
                group,
                is_chosen: value == chosen,
                ..ui::Choice::default()
            })
            .collect();
        self.show(ask, &ui::Control::Select(&options))
    }
}

/// A date as typed; nothing typed is no date, and what cannot be read is a fault.
pub(in crate::pages) fn read_date(
    answers: &Answers,
    name: &str,
    language: Language,
    faults: &mut Vec<Fault>,
) -> Option<Date> {
    let typed = answers.one(name);
    if let Ok(ParsedDate::Day(day)) = law::calendar::parse_date(typed) {
        return Some(day);
    }
    if let Err(message) = dates::meaning(typed, language) {
        faults.push(Fault { name: name.to_owned(), message });
    }
    None
}

/// A stored day as people would type it.
pub(in crate::pages) fn typed_date(day: Option<Date>, language: Language) -> String {
    match (day, language) {
        (None, _) => String::new(),
        (Some(day), Language::Ja) => crate::shell::era(day),
        (Some(day), Language::En) => day.to_string(),
    }
}

/// Why something was not done, for a page that is shown again.
#[derive(Debug, Default)]
pub(in crate::pages) struct Refused {
    /// Beside the fields.
    pub(in crate::pages) faults: Vec<Fault>,
    /// On top, with clauses.
    pub(in crate::pages) citations: Vec<Citation>,
}

impl Refused {
    /// Faults that were found while reading.
    pub(in crate::pages) fn of_faults(faults: Vec<Fault>) -> Self {
        Self { faults, citations: Vec::new() }
    }

    /// Parts an error into what stands beside one of the form's `fields` and what stands on top.
    ///
    /// # Errors
    /// What is no fault of the person who typed.
    pub(in crate::pages) fn of(
        error: AppError,
        fields: &[&str],
        language: Language,
    ) -> Result<Self, Failure> {
        let citations = match error {
            AppError::Refused(refusal) => refusal.citations,
            AppError::Invalid { field, message } => {
                vec![Citation { clause: String::new(), message, field: Some(field) }]
            }
            other => return Err(other.into()),
        };
        let mut refused = Self::default();
        for citation in citations {
            match &citation.field {
                Some(name) if fields.contains(&name.as_str()) => {
                    refused.faults.push(Fault {
                        name: name.clone(),
                        message: citation.message.get(language).to_owned(),
                    });
                    if !citation.clause.is_empty() {
                        refused.citations.push(citation);
                    }
                }
                _ => refused.citations.push(citation),
            }
        }
        Ok(refused)
    }

    /// The panel on top of the page; nothing without citations.
    pub(in crate::pages) fn panel(&self, title: &str, way_on: &str, language: Language) -> Markup {
        let (plain, cited): (Vec<_>, Vec<_>) =
            self.citations.iter().cloned().partition(|citation| citation.clause.is_empty());
        html! {
            @if !cited.is_empty() { (failure::refusal_panel(title, &cited, way_on, language)) }
            @if !plain.is_empty() { (plain_panel(title, &plain, language)) }
        }
    }
}

/// Reasons that no clause speaks of: a panel without links to clauses.
fn plain_panel(title: &str, citations: &[Citation], language: Language) -> Markup {
    let reasons: Vec<_> = citations.iter().map(|citation| citation.message.get(language)).collect();
    let title = if title.is_empty() { FailureWords::of(language).refused } else { title };
    ui::banner(&ui::Banner {
        id: "refused",
        tone: ui::Tone::Danger,
        title,
        text: &reasons.join(" / "),
        action: html! {},
    })
}

#[cfg(test)]
mod tests {
    use engine::Refusal;
    use jiff::civil::date;

    use super::*;

    fn typed(value: &str) -> Answers {
        Answers::of_pairs(vec![("from".to_owned(), value.to_owned())])
    }

    #[test]
    fn dates_in_any_spelling_and_faults_for_the_rest() {
        let mut faults = Vec::new();
        for spelling in ["令和8年4月1日", "R8.4.1", "2026/4/1", "２０２６－０４－０１"]
        {
            assert_eq!(
                read_date(&typed(spelling), "from", Language::Ja, &mut faults),
                Some(date(2026, 4, 1)),
                "{spelling}"
            );
        }
        assert_eq!(read_date(&typed(""), "from", Language::Ja, &mut faults), None);
        assert!(faults.is_empty());
        assert_eq!(read_date(&typed("いつか"), "from", Language::Ja, &mut faults), None);
        assert_eq!(faults[0].name, "from");
    }

    #[test]
    fn a_reason_stands_beside_its_field_and_with_its_clause_on_top() {
        let refusal = Refusal {
            citations: vec![
                Citation::of_field("J.2.3.1", "unit", "置けません", "not there"),
                Citation::of_field("", "name", "名称を", "a name"),
                Citation::of_act("J.2.3.2(3)", "兼ねられません", "not both"),
            ],
        };
        let refused = Refused::of(refusal.into(), &["unit", "name"], Language::Ja).unwrap();
        let beside: Vec<_> = refused.faults.iter().map(|fault| fault.name.as_str()).collect();
        let on_top: Vec<_> =
            refused.citations.iter().map(|citation| citation.clause.as_str()).collect();
        assert_eq!((beside, on_top), (vec!["unit", "name"], vec!["J.2.3.1", "J.2.3.2(3)"]));
    }

    #[test]
    fn faults_of_the_server_are_not_the_persons() {
        assert!(Refused::of(AppError::internal("x"), &[], Language::Ja).is_err());
    }

    #[test]
    fn a_password_is_not_sent_back() {
        let answers =
            Answers::of_pairs(vec![("password".to_owned(), "ひみつの長い文です".to_owned())]);
        let sheet = Sheet { answers: &answers, faults: &[], language: Language::Ja };
        let shown =
            sheet.special(&Ask { name: "password", ..Ask::default() }, ui::TextKind::Password, "");
        assert!(!shown.0.contains("ひみつ"));
    }
}
