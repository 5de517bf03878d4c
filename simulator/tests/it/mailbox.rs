//! The mail server and its mailbox.

use std::time::Duration;

use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::client::Tls;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::{TestSimulator, header};

const HTML: &str = "<!DOCTYPE html><html lang=\"fr\"><head><title>m</title></head><body><p>Été <a href=\"http://exemple.invalid/\">lien</a></p></body></html>";

type Transport = AsyncSmtpTransport<Tokio1Executor>;

fn transport(simulator: &TestSimulator) -> Transport {
    let (host, port) = simulator.running.smtp.split_once(':').unwrap();
    let builder = Transport::builder_dangerous(host).port(port.parse().unwrap()).tls(Tls::None);
    builder.timeout(Some(Duration::from_secs(5))).build()
}

fn mail(to: &str, text: &str) -> Message {
    let from: Mailbox = "Portail démo <portail@exemple.invalid>".parse().unwrap();
    let parts = MultiPart::alternative_plain_html(text.to_owned(), HTML.to_owned());
    let builder = Message::builder().from(from).to(to.parse().unwrap()).subject("Été à la boîte");
    builder.message_id(Some("<essai-1@exemple.invalid>".into())).multipart(parts).unwrap()
}

async fn mode(simulator: &TestSimulator, mode: &str) {
    let response = simulator.post_json("/boite/api/panne", &json!({ "mode": mode })).await;
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
}

async fn mails(simulator: &TestSimulator, query: &str) -> Vec<Value> {
    let response = simulator.get(&format!("/boite/api/messages?{query}")).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.unwrap()
}

#[tokio::test]
async fn received_mail_is_unchanged() {
    let simulator = TestSimulator::new().await;
    let text = ".Un point d’abord\r\n..deux\r\n.\r\nhttp://exemple.invalid/activation?jeton=aé\r\nFin";
    transport(&simulator).send(mail("Léa <lea@exemple.invalid>", text)).await.unwrap();
    let all = mails(&simulator, "to=LEA@exemple.invalid").await;
    assert_eq!(all.len(), 1);
    let one = &all[0];
    assert_eq!(one["to"], "lea@exemple.invalid");
    assert_eq!(one["from"], "Portail démo <portail@exemple.invalid>");
    assert_eq!(one["subject"], "Été à la boîte");
    assert_eq!(one["message_id"], "essai-1@exemple.invalid");
    assert_eq!(one["text"].as_str().unwrap().trim_end(), text);
    assert_eq!(one["html"].as_str().unwrap().trim_end(), HTML);
    assert!(mails(&simulator, "to=autre@exemple.invalid").await.is_empty());

    let page = simulator.page("/boite/1").await;
    assert!(page.contains("<a href=\"http://exemple.invalid/activation?jeton=aé\">"), "{page}");
    assert!(page.contains("sandbox="));
    let frame = simulator.get("/boite/1/html").await;
    assert!(header(&frame, "content-security-policy").starts_with("sandbox "));
    assert!(simulator.page("/boite?to=lea@exemple.invalid").await.contains("Été à la boîte"));

    assert_eq!(
        simulator.client.delete(simulator.url("/boite/api/messages")).send().await.unwrap().status(),
        StatusCode::NO_CONTENT
    );
    assert!(mails(&simulator, "").await.is_empty());
    assert_eq!(simulator.get("/boite/1").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn concurrent_mails_all_arrive() {
    let simulator = TestSimulator::new().await;
    let transport = transport(&simulator);
    let mut sends = tokio::task::JoinSet::new();
    for number in 0..100 {
        let (transport, mail) =
            (transport.clone(), mail(&format!("p{}@exemple.invalid", number % 4), "Bonjour"));
        sends.spawn(async move { transport.send(mail).await.unwrap() });
    }
    sends.join_all().await;
    assert_eq!(mails(&simulator, "").await.len(), 100);
    assert_eq!(mails(&simulator, "to=p3@exemple.invalid").await.len(), 25);
}

#[tokio::test]
async fn query_waits_for_mails() {
    let simulator = TestSimulator::new().await;
    let waiting = simulator
        .client
        .get(simulator.url("/boite/api/messages?to=a@exemple.invalid&au_moins=2&attendre_ms=20000"))
        .send();
    let sending = async {
        for to in ["a@exemple.invalid", "b@exemple.invalid", "a@exemple.invalid"] {
            transport(&simulator).send(mail(to, "Bonjour")).await.unwrap();
        }
    };
    let (answer, ()) = tokio::join!(waiting, sending);
    let received: Vec<Value> = answer.unwrap().json().await.unwrap();
    assert_eq!(received.len(), 2);
    assert!(mails(&simulator, "to=c@exemple.invalid&attendre_ms=10").await.is_empty());
}

#[tokio::test]
async fn fault_modes_cause_temporary_and_permanent_failures() {
    let simulator = TestSimulator::new().await;
    let attempt = async || transport(&simulator).send(mail("a@exemple.invalid", "Bonjour")).await;
    mode(&simulator, "refuse").await;
    let refused = attempt().await.unwrap_err();
    assert!(!refused.is_permanent(), "{refused}");
    mode(&simulator, "tempfail").await;
    assert!(attempt().await.unwrap_err().is_transient());
    mode(&simulator, "reject").await;
    assert!(attempt().await.unwrap_err().is_permanent());
    assert!(mails(&simulator, "").await.is_empty());
    mode(&simulator, "cut").await;
    attempt().await.unwrap_err();
    assert_eq!(mails(&simulator, "").await.len(), 1, "stored, although the sender gets no reply");
    mode(&simulator, "none").await;
    attempt().await.unwrap();
    assert_eq!(mails(&simulator, "").await.len(), 2);
    let unknown = simulator.post_json("/boite/api/panne", &json!({ "mode": "autre" })).await;
    assert_eq!(unknown.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn hanging_server_does_not_reply_until_the_mode_changes() {
    let simulator = TestSimulator::new().await;
    mode(&simulator, "hang").await;
    let mut connection = SmtpConnection::new(&simulator).await;
    for line in ["EHLO a.invalid", "MAIL FROM:<a@exemple.invalid>", "RCPT TO:<b@exemple.invalid>"] {
        assert!(connection.command(line).await.starts_with("250"), "{line}");
    }
    assert!(connection.command("DATA").await.starts_with("354"));
    connection.write("Subject: un\r\n\r\nBonjour\r\n.\r\n").await;
    assert!(tokio::time::timeout(Duration::from_millis(200), connection.reply()).await.is_err());
    mode(&simulator, "none").await;
    assert_eq!(connection.reply().await, "", "the connection is closed without a reply");
    assert!(mails(&simulator, "").await.is_empty());
}

#[tokio::test]
async fn too_large_message_is_refused_by_declared_and_actual_size() {
    let simulator = TestSimulator::new().await;
    let mut connection = SmtpConnection::new(&simulator).await;
    connection.command("EHLO a.invalid").await;
    assert!(connection.command("MAIL FROM:<a@exemple.invalid> SIZE=6000000").await.starts_with("552"));
    connection.command("MAIL FROM:<a@exemple.invalid>").await;
    connection.command("RCPT TO:<b@exemple.invalid>").await;
    connection.command("DATA").await;
    let line = format!("{}\r\n", "x".repeat(998));
    for _ in 0..5_300 {
        connection.write(&line).await;
    }
    connection.write(".\r\n").await;
    assert!(connection.reply().await.starts_with("552"));
    assert!(connection.command("NOOP").await.starts_with("250"), "the connection stays open");
    assert!(mails(&simulator, "").await.is_empty());
}

#[tokio::test]
async fn commands_out_of_sequence_are_refused() {
    let simulator = TestSimulator::new().await;
    let mut connection = SmtpConnection::new(&simulator).await;
    for (line, code) in [
        ("RCPT TO:<b@exemple.invalid>", "503"),
        ("DATA", "503"),
        ("MAIL a@exemple.invalid", "501"),
        ("HELO a.invalid", "250"),
        ("MAIL FROM:<a@exemple.invalid>", "250"),
        ("MAIL FROM:<a@exemple.invalid>", "503"),
        ("DATA", "503"),
        ("RCPT TO:<b@exemple.invalid>", "250"),
        ("RSET", "250"),
        ("DATA", "503"),
        ("VRFY b", "502"),
        ("QUIT", "221"),
    ] {
        let reply = connection.command(line).await;
        assert!(reply.starts_with(code), "{line}: {reply}");
    }
}

#[tokio::test]
async fn bare_line_feed_does_not_end_a_message() {
    let simulator = TestSimulator::new().await;
    let mut connection = SmtpConnection::new(&simulator).await;
    for line in ["HELO a.invalid", "MAIL FROM:<a@exemple.invalid>", "RCPT TO:<b@exemple.invalid>", "DATA"] {
        connection.command(line).await;
    }
    connection.write("Subject: un\r\n\r\nAvant\n.\nMAIL FROM:<c@exemple.invalid>\r\n.\r\n").await;
    assert!(connection.reply().await.starts_with("250"));
    let all = mails(&simulator, "").await;
    assert_eq!(all.len(), 1);
    assert!(all[0]["text"].as_str().unwrap().contains("MAIL FROM"));
}

/// A raw SMTP connection.
struct SmtpConnection(BufReader<TcpStream>);

impl SmtpConnection {
    async fn new(simulator: &TestSimulator) -> Self {
        let mut connection = Self(BufReader::new(TcpStream::connect(&simulator.running.smtp).await.unwrap()));
        assert!(connection.reply().await.starts_with("220"));
        connection
    }

    async fn write(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// Sends a command and returns the reply.
    async fn command(&mut self, line: &str) -> String {
        self.write(&format!("{line}\r\n")).await;
        self.reply().await
    }

    /// Reads a reply. Returns its last line, or an empty string if the connection is closed.
    async fn reply(&mut self) -> String {
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).await.unwrap();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line;
            }
        }
    }
}
