//! What a run fills: a form of the regulation, or the member list. Words and values of both, for the wizard.

use engine::{Names, Organization};
use import::{Directory, DirectoryMember, DirectoryOffice, DirectoryUnit, TargetField, members};
use jiff::civil::Date;
use regulation::{Form, Language, Regulation, Text};
use serde_json::Value;

use crate::{Tenant, error::AppError};

/// Target of a run that fills the member list.
pub const MEMBERS: &str = "members";

/// What a run fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// The register of a form.
    Form(String),
    /// The member list.
    Members,
}

impl Target {
    /// The target with this name.
    pub fn named(tenant: &Tenant, name: &str) -> Result<Self, AppError> {
        if name == MEMBERS {
            return Ok(Self::Members);
        }
        tenant.form(name).map(|form| Self::Form(form.id.clone()))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Form(form) => form,
            Self::Members => MEMBERS,
        }
    }

    /// The form, if it is one.
    pub fn form<'a>(&self, regulation: &'a Regulation) -> Option<&'a Form> {
        match self {
            Self::Form(form) => regulation.form(form),
            Self::Members => None,
        }
    }

    /// What people call it.
    pub fn title(&self, regulation: &Regulation) -> Text {
        self.form(regulation)
            .map_or_else(|| Text::new("職員名簿", "Member list"), |form| form.title.clone())
    }

    /// Field that names a record.
    pub fn title_field<'a>(&self, regulation: &'a Regulation) -> &'a str {
        self.form(regulation).map_or("name", |form| &form.title_field)
    }

    /// Fields that a column can fill.
    pub fn fields(&self, regulation: &Regulation) -> Vec<TargetField> {
        self.form(regulation)
            .map_or_else(|| members::targets(&regulation.member_kinds), TargetField::of_form)
    }

    /// A value as text.
    pub fn text(
        &self,
        (regulation, organization): (&Regulation, &Organization),
        field: &str,
        found: &Value,
        language: Language,
    ) -> String {
        let form = self.form(regulation);
        if let Some((form, field)) = form.and_then(|form| Some((form, form.field(field)?))) {
            // A workbook names no records.
            let names = Names { regulation, organization, records: &|_| None, language };
            return names.plain(form, field, found);
        }
        let kind = found.as_str().filter(|_| field == members::KIND_FIELD);
        match kind.and_then(|kind| regulation.member_kind(kind)) {
            Some(kind) => kind.label.get(language).to_owned(),
            None => plain(found, language),
        }
    }
}

/// A value of the member list as text.
fn plain(found: &Value, language: Language) -> String {
    match found {
        Value::String(text) => match (text.parse::<Date>(), language) {
            (Ok(day), Language::Ja) => {
                law::calendar::era::to_era(day).map_or_else(|_| text.clone(), |era| era.to_string())
            }
            _ => text.clone(),
        },
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The people and units of an operator as the import knows them by name.
pub(super) fn directory(
    regulation: &Regulation,
    organization: &Organization,
    today: Date,
) -> Directory {
    let members =
        organization.members().filter(|member| member.left_on.is_none_or(|day| day >= today));
    let members = members.map(|member| DirectoryMember {
        id: member.id.to_string(),
        name: member.name.clone(),
        unit: member.unit.to_string(),
        post: member.post.clone(),
    });
    let units = organization.units().filter(|unit| unit.closed_on.is_none_or(|day| day >= today));
    let units = units.map(|unit| DirectoryUnit {
        id: unit.id.to_string(),
        name: unit.name.clone(),
        parent: unit.parent.map(|parent| parent.to_string()).unwrap_or_default(),
    });
    let mut offices = Vec::new();
    for office in &regulation.offices {
        let holders: Vec<String> = organization
            .appointments()
            .filter(|held| held.office == office.id && held.counts_on(today))
            .map(|held| held.member.to_string())
            .collect();
        let mut titles = vec![&office.title.ja, &office.title.en];
        if office.short_title.ja != office.title.ja {
            titles.push(&office.short_title.ja);
        }
        for title in titles.into_iter().filter(|title| !title.is_empty()) {
            offices.push(DirectoryOffice {
                id: office.id.clone(),
                title: title.clone(),
                holders: holders.clone(),
            });
        }
    }
    Directory::new(members.collect(), units.collect(), offices)
}
