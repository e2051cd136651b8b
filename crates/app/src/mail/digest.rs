//! The daily mail: what a person has to do, in words of the regulation, with links. It names no person, no unit and no record.

use std::fmt::Write as _;

use jiff::civil::Date;
use regulation::{Language, Regulation};

use super::MailPlan;
use crate::duties::{DutyPage, DutyRow, Group};

/// Subject and text of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Digest {
    pub(crate) subject: String,
    pub(crate) plain: String,
    pub(crate) html: String,
}

/// What a person has to do; `None` where there is nothing.
pub(crate) fn digest(
    plan: &MailPlan,
    regulation: &Regulation,
    page: &DutyPage,
    told: usize,
) -> Option<Digest> {
    let (late, open) = (page.counts.of(Group::Late), page.counts.of(Group::Open));
    let to_answer = page.to_answer.len();
    if late + open + told + to_answer == 0 {
        return None;
    }
    let (language, address) = (plan.language, &plan.address);
    let say = |ja: String, en: String| if language == Language::Ja { ja } else { en };
    let subject = say(
        format!("期限のお知らせ：過ぎたもの{late}件、いますること{open}件"),
        format!("Due: {late} overdue, {open} to be done"),
    );
    let mut lines: Vec<(String, String)> = Vec::new();
    for row in &page.rows {
        let Some(duty) = row.duty(regulation) else { continue };
        let text = format!("{} {}", duty.title.get(language), when(row, page.today, language));
        lines.push((text, format!("{address}/duties/item/{}", row.key)));
    }
    let more = page.total.saturating_sub(page.rows.len());
    if more > 0 {
        let text = say(format!("ほか{more}件"), format!("{more} more"));
        lines.push((text, format!("{address}/duties")));
    }
    if to_answer > 0 {
        let text = say(
            format!("免除の申出{to_answer}件が回答を待っています"),
            format!("{to_answer} waivers wait for your answer"),
        );
        lines.push((text, format!("{address}/duties")));
    }
    if told > 0 {
        let text = say(
            format!("担当者が期限を過ぎたもの{told}件をお知らせします"),
            format!("{told} that others have not done in time"),
        );
        lines.push((text, format!("{address}/duties/overview")));
    }
    let end = say(
        "このメールは規程管理システムから自動で送っています。返信はできません。".to_owned(),
        "This mail was sent automatically and cannot be answered.".to_owned(),
    );
    Some(Digest {
        plain: plain(&subject, &lines, &end),
        html: html(&subject, (&lines, &end), language),
        subject,
    })
}

fn when(row: &DutyRow, today: Date, language: Language) -> String {
    let left = today.until(row.due).map_or(0, |span| span.get_days());
    match (language, left) {
        (Language::Ja, ..0) => format!("（期限 {}、{}日遅れ）", row.due, -left),
        (Language::Ja, 0) => format!("（期限 {}、今日まで）", row.due),
        (Language::Ja, _) => format!("（期限 {}、あと{left}日）", row.due),
        (Language::En, ..0) => format!("(due {}, {} days late)", row.due, -left),
        (Language::En, 0) => format!("(due today, {})", row.due),
        (Language::En, _) => format!("(due {}, {left} days left)", row.due),
    }
}

fn plain(subject: &str, lines: &[(String, String)], end: &str) -> String {
    let mut text = format!("{subject}\n\n");
    for (line, link) in lines {
        let _ = writeln!(text, "- {line}\n  {link}");
    }
    let _ = write!(text, "\n{end}\n");
    text
}

fn html(subject: &str, (lines, end): (&[(String, String)], &str), language: Language) -> String {
    let mut text = format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body><h1>{title}</h1><ul>",
        language.tag(),
        title = escaped(subject),
    );
    for (line, link) in lines {
        let _ = write!(text, "<li><a href=\"{}\">{}</a></li>", escaped(link), escaped(line));
    }
    let _ = write!(text, "</ul><p>{}</p></body></html>", escaped(end));
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
