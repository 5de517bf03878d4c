use std::time::Duration;

use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::client::Tls;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::{Bench, header};

const HTML: &str = "<!DOCTYPE html><html lang=\"fr\"><head><title>m</title></head><body><p>Été <a href=\"http://exemple.invalid/\">lien</a></p></body></html>";

type Transport = AsyncSmtpTransport<Tokio1Executor>;

fn transport(bench: &Bench) -> Transport {
    let (host, port) = bench.running.smtp.split_once(':').unwrap();
    let builder = Transport::builder_dangerous(host).port(port.parse().unwrap()).tls(Tls::None);
    builder.timeout(Some(Duration::from_secs(5))).build()
}

fn mail(to: &str, text: &str) -> Message {
    let from: Mailbox = "Portail démo <portail@exemple.invalid>".parse().unwrap();
    let parts = MultiPart::alternative_plain_html(text.to_owned(), HTML.to_owned());
    let builder = Message::builder().from(from).to(to.parse().unwrap()).subject("Été à la boîte");
    builder.message_id(Some("<essai-1@exemple.invalid>".into())).multipart(parts).unwrap()
}

async fn mode(bench: &Bench, mode: &str) {
    let response = bench.post_json("/boite/api/panne", &json!({ "mode": mode })).await;
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
}

async fn mails(bench: &Bench, query: &str) -> Vec<Value> {
    let response = bench.get(&format!("/boite/api/messages?{query}")).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.unwrap()
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written() {
    let bench = Bench::new().await;
    let text = ".Un point d’abord\r\n..deux\r\n.\r\nhttp://exemple.invalid/activation?jeton=aé\r\nFin";
    transport(&bench).send(mail("Léa <lea@exemple.invalid>", text)).await.unwrap();
    let all = mails(&bench, "to=LEA@exemple.invalid").await;
    assert_eq!(all.len(), 1);
    let one = &all[0];
    assert_eq!(one["to"], "lea@exemple.invalid");
    assert_eq!(one["from"], "Portail démo <portail@exemple.invalid>");
    assert_eq!(one["subject"], "Été à la boîte");
    assert_eq!(one["message_id"], "essai-1@exemple.invalid");
    assert_eq!(one["text"].as_str().unwrap().trim_end(), text);
    assert_eq!(one["html"].as_str().unwrap().trim_end(), HTML);
    assert!(mails(&bench, "to=autre@exemple.invalid").await.is_empty());

    let page = bench.page("/boite/1").await;
    assert!(page.contains("<a href=\"http://exemple.invalid/activation?jeton=aé\">"), "{page}");
    assert!(page.contains("sandbox="));
    let frame = bench.get("/boite/1/html").await;
    assert!(header(&frame, "content-security-policy").starts_with("sandbox "));
    assert!(bench.page("/boite?to=lea@exemple.invalid").await.contains("Été à la boîte"));

    assert_eq!(
        bench.client.delete(bench.url("/boite/api/messages")).send().await.unwrap().status(),
        StatusCode::NO_CONTENT
    );
    assert!(mails(&bench, "").await.is_empty());
    assert_eq!(bench.get("/boite/1").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_hundred_mails_at_once_all_arrive() {
    let bench = Bench::new().await;
    let transport = transport(&bench);
    let mut sends = tokio::task::JoinSet::new();
    for number in 0..100 {
        let (transport, mail) =
            (transport.clone(), mail(&format!("p{}@exemple.invalid", number % 4), "Bonjour"));
        sends.spawn(async move { transport.send(mail).await.unwrap() });
    }
    sends.join_all().await;
    assert_eq!(mails(&bench, "").await.len(), 100);
    assert_eq!(mails(&bench, "to=p3@exemple.invalid").await.len(), 25);
}

#[tokio::test]
async fn a_reader_can_wait_for_mails() {
    let bench = Bench::new().await;
    let waiting = bench
        .client
        .get(bench.url("/boite/api/messages?to=a@exemple.invalid&au_moins=2&attendre_ms=20000"))
        .send();
    let sending = async {
        for to in ["a@exemple.invalid", "b@exemple.invalid", "a@exemple.invalid"] {
            transport(&bench).send(mail(to, "Bonjour")).await.unwrap();
        }
    };
    let (answer, ()) = tokio::join!(waiting, sending);
    let got: Vec<Value> = answer.unwrap().json().await.unwrap();
    assert_eq!(got.len(), 2);
    assert!(mails(&bench, "to=c@exemple.invalid&attendre_ms=10").await.is_empty());
}

#[tokio::test]
async fn failures_are_those_of_a_real_server() {
    let bench = Bench::new().await;
    let attempt = async || transport(&bench).send(mail("a@exemple.invalid", "Bonjour")).await;
    mode(&bench, "refuse").await;
    let refused = attempt().await.unwrap_err();
    assert!(!refused.is_permanent(), "{refused}");
    mode(&bench, "tempfail").await;
    assert!(attempt().await.unwrap_err().is_transient());
    mode(&bench, "reject").await;
    assert!(attempt().await.unwrap_err().is_permanent());
    assert!(mails(&bench, "").await.is_empty());
    mode(&bench, "cut").await;
    attempt().await.unwrap_err();
    assert_eq!(mails(&bench, "").await.len(), 1, "kept, though the sender does not know");
    mode(&bench, "none").await;
    attempt().await.unwrap();
    assert_eq!(mails(&bench, "").await.len(), 2);
    let unknown = bench.post_json("/boite/api/panne", &json!({ "mode": "autre" })).await;
    assert_eq!(unknown.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_hanging_server_says_nothing_until_it_is_mended() {
    let bench = Bench::new().await;
    mode(&bench, "hang").await;
    let mut talk = Talk::new(&bench).await;
    for line in ["EHLO a.invalid", "MAIL FROM:<a@exemple.invalid>", "RCPT TO:<b@exemple.invalid>"] {
        assert!(talk.ask(line).await.starts_with("250"), "{line}");
    }
    assert!(talk.ask("DATA").await.starts_with("354"));
    talk.write("Subject: un\r\n\r\nBonjour\r\n.\r\n").await;
    assert!(tokio::time::timeout(Duration::from_millis(200), talk.reply()).await.is_err());
    mode(&bench, "none").await;
    assert_eq!(talk.reply().await, "", "the connection is closed without a word");
    assert!(mails(&bench, "").await.is_empty());
}

#[tokio::test]
async fn too_large_a_message_is_refused_before_and_after() {
    let bench = Bench::new().await;
    let mut talk = Talk::new(&bench).await;
    talk.ask("EHLO a.invalid").await;
    assert!(talk.ask("MAIL FROM:<a@exemple.invalid> SIZE=6000000").await.starts_with("552"));
    talk.ask("MAIL FROM:<a@exemple.invalid>").await;
    talk.ask("RCPT TO:<b@exemple.invalid>").await;
    talk.ask("DATA").await;
    let line = format!("{}\r\n", "x".repeat(998));
    for _ in 0..5_300 {
        talk.write(&line).await;
    }
    talk.write(".\r\n").await;
    assert!(talk.reply().await.starts_with("552"));
    assert!(talk.ask("NOOP").await.starts_with("250"), "the connection goes on");
    assert!(mails(&bench, "").await.is_empty());
}

#[tokio::test]
async fn commands_out_of_order_are_refused() {
    let bench = Bench::new().await;
    let mut talk = Talk::new(&bench).await;
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
        let reply = talk.ask(line).await;
        assert!(reply.starts_with(code), "{line}: {reply}");
    }
}

#[tokio::test]
async fn a_bare_line_feed_does_not_end_a_message() {
    let bench = Bench::new().await;
    let mut talk = Talk::new(&bench).await;
    for line in ["HELO a.invalid", "MAIL FROM:<a@exemple.invalid>", "RCPT TO:<b@exemple.invalid>", "DATA"] {
        talk.ask(line).await;
    }
    talk.write("Subject: un\r\n\r\nAvant\n.\nMAIL FROM:<c@exemple.invalid>\r\n.\r\n").await;
    assert!(talk.reply().await.starts_with("250"));
    let all = mails(&bench, "").await;
    assert_eq!(all.len(), 1);
    assert!(all[0]["text"].as_str().unwrap().contains("MAIL FROM"));
}

/// A conversation with the server, line by line.
struct Talk(BufReader<TcpStream>);

impl Talk {
    async fn new(bench: &Bench) -> Self {
        let mut talk = Self(BufReader::new(TcpStream::connect(&bench.running.smtp).await.unwrap()));
        assert!(talk.reply().await.starts_with("220"));
        talk
    }

    async fn write(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    async fn ask(&mut self, line: &str) -> String {
        self.write(&format!("{line}\r\n")).await;
        self.reply().await
    }

    /// The last line of a reply; nothing when the connection is closed.
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
