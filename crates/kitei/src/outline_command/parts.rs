//! Offices, forms, duties, rules and clauses, a table each.

use regulation::{
    Every, Form, Office, Realization, Retention, RetentionStart, Scope, Step, StepKind, Timing,
    Who, check::Report,
};

use super::{Outline, table};
use crate::calendar_command::print::{clock_words, owner};

impl Outline<'_> {
    /// The defined terms; nothing where there are none.
    pub(super) fn terms(self) -> String {
        let terms = &self.regulation.terms;
        if terms.is_empty() {
            return String::new();
        }
        let heads =
            [self.say("用語", "Term"), self.say("意味", "Meaning"), self.say("条文", "Clause")];
        let row = |term: &regulation::Term| {
            let (name, meaning) = (self.text(&term.term), self.text(&term.meaning));
            vec![name.to_owned(), meaning.to_owned(), term.clause.clone()]
        };
        let title = self.say("用語", "Terms");
        format!("## {title}\n\n{}", table(&heads, terms.iter().map(row)))
    }

    /// The offices, who appoints to them, and what they answer for.
    pub(super) fn offices(self) -> String {
        let heads = [
            self.say("役職", "Office"),
            self.say("条文", "Clause"),
            self.say("任命する人", "Appointed by"),
            self.say("人数", "Holders"),
            self.say("責務", "Answers for"),
        ];
        let row = |office: &Office| {
            let by: Vec<_> = office.appointed_by.iter().map(|id| self.office(id)).collect();
            let holders = match office.max_holders {
                _ if office.is_body => self.say("会議体", "a body").to_owned(),
                Some(most) => format!("{}{most}", self.say("最大", "at most ")),
                None => String::new(),
            };
            let duties: Vec<_> = office
                .duties
                .iter()
                .map(|duty| format!("{}（{}）", self.text(&duty.text), duty.clause))
                .collect();
            let title = self.text(&office.title).to_owned();
            vec![title, office.clause.clone(), self.joined(&by), holders, duties.join("<br>")]
        };
        let title = self.say("役職", "Offices");
        format!("## {title}\n\n{}", table(&heads, self.regulation.offices.iter().map(row)))
    }

    /// Each form's way: who drafts it, who settles it in which order, how long it is kept.
    pub(super) fn forms(self) -> String {
        let heads = [
            self.say("番号", "Number"),
            self.say("様式", "Form"),
            self.say("条文", "Clauses"),
            self.say("起案", "Drafted by"),
            self.say("決裁の順", "Settled by, in order"),
            self.say("保存", "Kept"),
        ];
        let row = |form: &Form| {
            let drafters: Vec<_> =
                form.drafters.iter().map(|grant| self.granted(&grant.who, grant.scope)).collect();
            let steps = self.regulation.route_of(form).map(|route| self.steps(&route.steps));
            vec![
                form.number.clone(),
                self.text(&form.title).to_owned(),
                form.clauses.join("<br>"),
                self.joined(&drafters),
                steps.unwrap_or_default(),
                form.retention.as_ref().map(|kept| self.kept(kept)).unwrap_or_default(),
            ]
        };
        let title = self.say("様式の進み方", "The way of each form");
        format!("## {title}\n\n{}", table(&heads, self.regulation.forms.iter().map(row)))
    }

    fn granted(self, who: &Who, scope: Scope) -> String {
        match who {
            Who::Everyone => self.say("全員", "everybody").to_owned(),
            Who::Office(office) => self.seated(office, scope),
        }
    }

    /// An office with where it counts, seen from the unit of the record.
    fn seated(self, office: &str, scope: Scope) -> String {
        let over = match scope {
            Scope::OwnUnit => self.say("その部署", "that unit"),
            Scope::ParentUnit => self.say("上の部署", "the unit above"),
            Scope::UnitTree => self.say("その部署か上", "that unit or above"),
            Scope::Facility => self.say("その施設", "that facility"),
            Scope::Operator => self.say("全体", "the whole"),
        };
        let office = self.regulation.office(office).map_or(office, |it| self.text(&it.title));
        format!("{office}（{over}）")
    }

    fn steps(self, steps: &[Step]) -> String {
        let taken = steps.iter().filter(|step| step.kind != StepKind::Submit);
        let words: Vec<_> = taken.map(|step| self.step(step)).collect();
        if words.is_empty() {
            return self.say("なし（提出で発効）", "nobody: in force when handed in").to_owned();
        }
        words.join(" → ")
    }

    fn step(self, step: &Step) -> String {
        let words = match &step.kind {
            StepKind::Submit => String::new(),
            StepKind::Approve { office, scope } => {
                format!("{} {}", self.seated(office, *scope), self.say("承認", "approves"))
            }
            StepKind::Acknowledge { office, scope } => {
                format!("{} {}", self.seated(office, *scope), self.say("受理", "takes note"))
            }
            StepKind::DecideByBody { body, recorded_by, scope } => {
                let body =
                    self.regulation.office(body).map_or(body.as_str(), |it| self.text(&it.title));
                let recorder = self.seated(recorded_by, *scope);
                format!(
                    "{body} {}（{}{recorder}）",
                    self.say("決定", "decides"),
                    self.say("記録：", "recorded by ")
                )
            }
            StepKind::Parallel { steps } => {
                let words: Vec<_> = steps.iter().map(|step| self.step(step)).collect();
                format!("［{}］", words.join(self.say("、", ", ")))
            }
        };
        let condition = if step.when.is_some() {
            self.say("（条件付き）", " (where it applies)")
        } else {
            ""
        };
        let clause =
            if step.clause.is_empty() { String::new() } else { format!(" {}", step.clause) };
        format!("{words}{condition}{clause}")
    }

    fn kept(self, kept: &Retention) -> String {
        let clause = if kept.clause.is_empty() {
            self.say("実務", "practice").to_owned()
        } else {
            kept.clause.clone()
        };
        let start = match kept.start {
            RetentionStart::Made => self.say("作成から", " years from when it was made"),
            RetentionStart::Retired => self.say("廃止から", " years from when it was retired"),
        };
        match (kept.years, self.language) {
            (None, _) => format!("{}（{clause}）", self.say("有効な間", "while in force")),
            (Some(years), regulation::Language::Ja) => format!("{start}{years}年（{clause}）"),
            (Some(years), regulation::Language::En) => format!("{years}{start} ({clause})"),
        }
    }

    /// What is due when, and whose it is.
    pub(super) fn duties(self) -> String {
        let heads = [
            self.say("プログラム", "Programme"),
            self.say("義務", "Duty"),
            self.say("条文", "Clause"),
            self.say("いつ", "When"),
            self.say("だれが", "Who"),
            self.say("何で済むか", "Met by"),
        ];
        let programme = |id: &str| {
            let found = self.regulation.programmes.iter().find(|it| it.id == id);
            found.map_or(id, |it| self.text(&it.title)).to_owned()
        };
        let row = |duty: &regulation::Duty| {
            let met_by = duty.met_by.as_ref().and_then(|it| self.regulation.form(&it.form));
            let met_by = met_by.map(|form| form.full_title(self.language));
            vec![
                programme(&duty.programme),
                self.text(&duty.title).to_owned(),
                duty.clause.clone(),
                self.timing(duty),
                owner(self.regulation, duty, self.language),
                met_by.unwrap_or_else(|| self.say("手で済ませる", "confirmed by hand").to_owned()),
            ]
        };
        let title = self.say("義務", "Duties");
        let order = |id: &str| self.regulation.programmes.iter().position(|it| it.id == id);
        let mut duties: Vec<_> = self.regulation.duties.iter().collect();
        duties.sort_by_key(|duty| order(&duty.programme));
        format!("## {title}\n\n{}", table(&heads, duties.into_iter().map(row)))
    }

    fn timing(self, duty: &regulation::Duty) -> String {
        let (every, due) = match &duty.timing {
            Timing::Periodic { every, due } => (*every, due),
            Timing::Clock { .. } => return clock_words(self.regulation, duty, self.language),
        };
        let ja = self.language == regulation::Language::Ja;
        let round = match every {
            Every::Day => return self.say("毎日", "each day").to_owned(),
            Every::Months(1) => self.say("毎月", "each month").to_owned(),
            Every::Months(12) => self.say("毎年度", "each fiscal year").to_owned(),
            Every::Months(months) if ja => format!("{months}か月ごと"),
            Every::Months(months) => format!("every {months} months"),
            Every::Years { count, .. } if ja => format!("{count}年度ごと"),
            Every::Years { count, .. } => format!("every {count} fiscal years"),
        };
        let next =
            if due.in_next_period { self.say("次の期の", "in the next period, ") } else { "" };
        let month = match due.month {
            Some(month) if ja => format!("{month}か月目の"),
            Some(month) => format!("month {month}, "),
            None => String::new(),
        };
        let day = match due.day {
            Some(day) if ja => format!("{day}日まで"),
            Some(day) => format!("by day {day}"),
            None => self.say("末日まで", "by the last day").to_owned(),
        };
        format!("{round}{}{next}{month}{day}", self.say("、", ", "))
    }

    /// The rules, each with what a person who is refused reads.
    pub(super) fn rules(self) -> String {
        let heads = [
            self.say("条文", "Clause"),
            self.say("規則", "Rule"),
            self.say("断られる人に示す言葉", "What a person who is refused reads"),
        ];
        let row = |rule: &regulation::Rule| {
            let kind = if rule.is_forbid {
                self.say("禁止", "never")
            } else {
                self.say("許可", "may")
            };
            vec![
                rule.clause.clone(),
                format!("{kind} `{}`", rule.id),
                self.text(&rule.message).to_owned(),
            ]
        };
        let mut rules: Vec<_> = self.regulation.rules.by_id.values().collect();
        let order = |id: &str| self.regulation.clauses.iter().position(|clause| clause.id == id);
        rules.sort_by_key(|rule| (order(&rule.clause), &rule.id));
        let title = self.say("規則", "Rules");
        format!("## {title}\n\n{}", table(&heads, rules.into_iter().map(row)))
    }

    /// What realizes each clause.
    pub(super) fn clauses(self, report: &Report) -> String {
        let counts = &report.clauses;
        let (total, realized) = (counts.total, counts.realized);
        let (organizational, missing) = (counts.organizational, counts.missing);
        let line = match self.language {
            regulation::Language::Ja => format!(
                "条文 {total}：実現 {realized}、組織で実施 {organizational}、未実現 {missing}"
            ),
            regulation::Language::En => format!(
                "{total} clauses: {realized} realized, {organizational} organizational, {missing} missing"
            ),
        };
        let heads = [
            self.say("条文", "Clause"),
            self.say("見出し", "Heading"),
            self.say("何で実現するか", "Realized by"),
        ];
        let by_clause = regulation::check::realizations(self.regulation);
        let row = |clause: &regulation::Clause| {
            let parts = by_clause.get(clause.id.as_str()).map_or(&[][..], Vec::as_slice);
            let parts: Vec<_> = parts.iter().map(|it| self.realized(it)).collect();
            vec![clause.id.clone(), self.text(&clause.heading).to_owned(), self.joined(&parts)]
        };
        let title = self.say("条文", "Clauses");
        let clauses = self.regulation.clauses.iter().map(row);
        format!("## {title}\n\n{line}\n\n{}", table(&heads, clauses))
    }

    fn realized(self, realization: &Realization) -> String {
        let form = |id: &str| {
            self.regulation
                .form(id)
                .map_or_else(|| id.to_owned(), |form| self.text(&form.title).to_owned())
        };
        match realization {
            Realization::Form(id) | Realization::Notice(id) => form(id),
            Realization::Route(id) => self
                .regulation
                .routes
                .iter()
                .find(|route| route.id == *id)
                .map_or_else(|| id.clone(), |route| self.text(&route.title).to_owned()),
            Realization::Rule(id) => format!("`{id}`"),
            Realization::Office(id) => {
                self.regulation.office(id).map_or(id.as_str(), |it| self.text(&it.title)).to_owned()
            }
            Realization::Duty(id) => self
                .regulation
                .duty(id)
                .map_or_else(|| id.clone(), |duty| self.text(&duty.title).to_owned()),
            Realization::Organizational(text) => {
                format!("{}{}", self.say("組織で実施：", "by people: "), text.get(self.language))
            }
            Realization::Later(text) => {
                format!("{}{}", self.say("未実現：", "missing: "), text.get(self.language))
            }
        }
    }
}
