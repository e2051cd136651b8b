//! Second proofs: passkeys, authenticators, recovery codes. Changing them takes a password that was typed just now.

use app::{
    AppError,
    access::{NewAuthenticator, ProofKind, ProofView, Site},
};
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, PreEscaped, html};
use qrcodegen::{QrCode, QrCodeEcc};
use regulation::Language;
use uuid::Uuid;

use super::{Answer, Ask, Sheet, button};
use crate::{
    answers::Answers,
    context::{At, Visit, redirect_saying},
    shell::{self, Head},
    ui,
    words::{AccountWords, ProofWords, with},
};

/// Whoever changes how they sign in has shown just now who they are: a screen left open for a moment is not enough.
pub(super) fn needs_fresh(visit: &Visit) -> Result<(), AppError> {
    if visit.web.app.is_fresh(visit.proved_at) {
        return Ok(());
    }
    let words = |language| ProofWords::of(language).fresh_needed;
    Err(AppError::invalid("proof", words(Language::Ja), words(Language::En)))
}

pub(super) async fn prove(visit: &Visit, answers: &Answers) -> Result<Response, AppError> {
    let proved = visit.web.app.unlock(&visit.secret, answers.one("proof")).await;
    proved.map_err(|error| match error {
        AppError::Invalid { message, .. } => {
            AppError::Invalid { field: "proof".to_owned(), message }
        }
        error => error,
    })?;
    Ok(redirect_saying(&visit.web, "/account", "proved"))
}

/// `POST /account/passkey/begin`: what to ask the browser.
pub(super) async fn begin_passkey(visit: Visit, At(site): At) -> Answer<Response> {
    needs_fresh(&visit)?;
    let site = site.ok_or(AppError::NotFound)?;
    let asked = visit.web.app.begin_passkey(visit.actor, &site).await?;
    let body = serde_json::json!({ "token": asked.token, "options": asked.options });
    Ok(Json(body).into_response())
}

pub(super) async fn add_passkey(
    visit: &Visit,
    site: Option<&Site>,
    answers: &Answers,
) -> Result<Response, AppError> {
    needs_fresh(visit)?;
    let site = site.ok_or(AppError::NotFound)?;
    let named = (answers.one("token"), answers.one("proof_name"));
    let codes = visit.web.app.add_passkey(visit.actor, site, named, answers.one("answer")).await?;
    Ok(added(visit, &codes))
}

pub(super) async fn add_authenticator(
    visit: &Visit,
    answers: &Answers,
) -> Result<Response, AppError> {
    needs_fresh(visit)?;
    let named = (answers.one("proof_name"), answers.one("code"));
    let ceremony = answers.one("ceremony");
    match visit.web.app.add_authenticator(visit.actor, ceremony, named).await {
        Ok(codes) => Ok(added(visit, &codes)),
        // The secret that was shown still waits: only the code or the name is to be mended.
        Err(AppError::Invalid { field, message }) if field == "code" || field == "proof_name" => {
            let shown = NewAuthenticator {
                ceremony: ceremony.to_owned(),
                secret: String::new(),
                url: String::new(),
            };
            let page =
                authenticator_page(visit, &shown, answers, (&field, message.get(visit.language)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn renew_codes(visit: &Visit) -> Result<Response, AppError> {
    needs_fresh(visit)?;
    let codes = visit.web.app.renew_recovery_codes(visit.actor).await?;
    Ok(codes_page(visit, &codes).into_response())
}

pub(super) async fn take_back(visit: &Visit, proof: &str) -> Result<Response, AppError> {
    needs_fresh(visit)?;
    let proof: Uuid = proof.parse().map_err(|_| AppError::NotFound)?;
    visit.web.app.take_back_proof(visit.actor, proof).await?;
    Ok(redirect_saying(&visit.web, "/account", "proof_removed"))
}

fn added(visit: &Visit, codes: &[String]) -> Response {
    if codes.is_empty() {
        return redirect_saying(&visit.web, "/account", "proof_added");
    }
    codes_page(visit, codes).into_response()
}

/// Asks for the password before the rest of the page can be changed.
pub(super) fn prove_form(sheet: &Sheet<'_>) -> Markup {
    let words = ProofWords::of(sheet.language);
    let ask = Ask {
        name: "proof",
        label: words.fresh_password,
        need: ui::Need::Required,
        ..Ask::default()
    };
    html! {
        section id="fresh" {
            h2 { (words.fresh_title) }
            p { (words.fresh_text) }
            form method="post" action="/account" novalidate {
                (sheet.special(&ask, ui::TextKind::Password, "current-password"))
                (button(words.fresh_submit, "prove", ui::ButtonKind::Secondary))
            }
        }
    }
}

pub(super) fn section(
    visit: &Visit,
    sheet: &Sheet<'_>,
    proofs: &[ProofView],
    (is_fresh, has_passkeys): (bool, bool),
) -> Markup {
    let words = ProofWords::of(visit.language);
    let (codes, others): (Vec<_>, Vec<_>) =
        proofs.iter().partition(|proof| proof.kind == ProofKind::Recovery);
    html! {
        section id="proofs" {
            h2 { (words.title) }
            p { (words.text) }
            @if others.is_empty() { p { (words.none) } } @else { (list(visit, &others, is_fresh)) }
            @if is_fresh {
                @if has_passkeys { (passkey_form(sheet)) } @else { p { (words.no_passkeys) } }
                form method="post" action="/account" {
                    (button(words.add_totp, "authenticator", ui::ButtonKind::Secondary))
                }
            }
            @if !others.is_empty() {
                p { (with(words.codes_left, codes.len())) }
                @if is_fresh {
                    form method="post" action="/account" {
                        p { (words.codes_new_text) }
                        (button(words.codes_new, "recovery", ui::ButtonKind::Secondary))
                    }
                }
            }
        }
    }
}

fn passkey_form(sheet: &Sheet<'_>) -> Markup {
    let words = ProofWords::of(sheet.language);
    let failed = crate::words::SignInWords::of(sheet.language).passkey_failed;
    let ask = Ask {
        name: "proof_name",
        label: words.proof_name,
        support: words.proof_name_support,
        need: ui::Need::Required,
    };
    html! {
        form.passkey method="post" action="/account" novalidate data-passkey="/account/passkey/begin" data-failed=(failed) hidden {
            input type="hidden" name="act" value="passkey_add";
            input type="hidden" name="token";
            input type="hidden" name="answer";
            (sheet.line(&ask, ui::Width::Medium))
            p.error role="alert" hidden {}
            (ui::actions(&ui::button(&ui::Button {
                label: words.add_passkey,
                kind: ui::ButtonKind::Secondary,
                ..ui::Button::default()
            })))
        }
    }
}

fn list(visit: &Visit, proofs: &[&ProofView], is_fresh: bool) -> Markup {
    let words = ProofWords::of(visit.language);
    let column = |label| ui::TableColumn { label, ..ui::TableColumn::default() };
    let rows: Vec<_> = proofs
        .iter()
        .map(|proof| {
            let kind = if proof.kind == ProofKind::Passkey { words.passkey } else { words.totp };
            let used = proof.used_at.map(|at| shell::moment(visit, at));
            let cells = vec![
                html! { (proof.name) },
                html! { (kind) },
                html! { (shell::moment(visit, proof.made_at)) },
                html! { (used.as_deref().unwrap_or(words.never)) },
                html! { @if is_fresh { (take_back_form(visit, proof)) } },
            ];
            ui::TableRow { cells, ..ui::TableRow::default() }
        })
        .collect();
    ui::data_table(
        visit.words(),
        &ui::DataTable {
            id: "proof-list",
            caption: words.list,
            columns: &[
                column(words.name),
                column(words.kind),
                column(words.made_at),
                column(words.used_at),
                column(words.remove),
            ],
            rows: &rows,
            ..ui::DataTable::default()
        },
    )
}

fn take_back_form(visit: &Visit, proof: &ProofView) -> Markup {
    let words = ProofWords::of(visit.language);
    let act = format!("drop:{}", proof.id);
    html! {
        form method="post" action="/account" {
            button.button.small data-kind="danger" name="act" value=(act) data-confirm=(words.remove_title)
                data-confirm-text=(words.remove_text) data-confirm-proceed=(words.remove) { (words.remove) }
        }
    }
}

/// The page with a secret to scan, and a field for the first code.
pub(super) async fn show_authenticator(
    visit: &Visit,
    answers: &Answers,
    error: &str,
) -> Result<Response, AppError> {
    needs_fresh(visit)?;
    let new = visit.web.app.begin_authenticator(visit.actor).await?;
    Ok(authenticator_page(visit, &new, answers, ("code", error)).into_response())
}

fn authenticator_page(
    visit: &Visit,
    new: &NewAuthenticator,
    answers: &Answers,
    (field, error): (&str, &str),
) -> Markup {
    let words = ProofWords::of(visit.language);
    let line = |name, label, support, autocomplete| {
        let error = if name == field { error } else { "" };
        let field = ui::Field { name, label, support, error, ..ui::Field::default() };
        let value = if name == "code" { "" } else { answers.one(name) };
        let text =
            ui::Text { value, autocomplete, width: ui::Width::Medium, ..ui::Text::default() };
        ui::field(visit.words(), &field, &ui::Control::Text(text))
    };
    let body = html! {
        @if !new.url.is_empty() {
            p.qr { (qr(&new.url, words.scan_alt)) }
            p { (words.secret) (shell::colon(visit.language)) code translate="no" { (new.secret) } " " (ui::copy_button(visit.words(), &new.secret)) }
        }
        form method="post" action="/account" novalidate {
            input type="hidden" name="ceremony" value=(new.ceremony);
            (line("proof_name", words.proof_name, words.proof_name_support, "off"))
            (line("code", words.code, "", "one-time-code"))
            (button(words.scan_submit, "authenticator_add", ui::ButtonKind::Primary))
        }
    };
    let above = [("/account".to_owned(), AccountWords::of(visit.language).title.to_owned())];
    let head =
        Head { title: words.scan_title, lead: words.scan_lead, above: &above, ..Head::default() };
    shell::page(visit, head, &body)
}

/// The secret as a picture: dark squares on white, whatever the colours of the page.
fn qr(text: &str, alt: &str) -> Markup {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return html! {} };
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    let size = code.size() + 8;
    html! {
        svg role="img" aria-label=(alt) viewBox={ "-4 -4 " (size) " " (size) } shape-rendering="crispEdges" {
            rect x="-4" y="-4" width=(size) height=(size) fill="#fff" {}
            path d=(PreEscaped(path)) fill="#000" {}
        }
    }
}

/// The page that shows recovery codes, once.
fn codes_page(visit: &Visit, codes: &[String]) -> Markup {
    let words = ProofWords::of(visit.language);
    let all = codes.join("\n");
    let body = html! {
        ul.codes translate="no" { @for code in codes { li { code { (code) } } } }
        p { (ui::copy_button(visit.words(), &all)) " " (ui::print_button(visit.words())) }
        (ui::actions(&ui::link_button(&ui::LinkButton {
            href: "/account",
            label: AccountWords::of(visit.language).title,
            ..ui::LinkButton::default()
        })))
    };
    let above = [("/account".to_owned(), AccountWords::of(visit.language).title.to_owned())];
    let head =
        Head { title: words.codes_title, lead: words.codes_lead, above: &above, ..Head::default() };
    shell::page(visit, head, &body)
}
