//! An SMTP server on a loopback port that can be made to fail.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
};

use mail_parser::{MessageParser, MimeHeaders};
use mailin::{Action, Handler, Response, Session, SessionBuilder};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::AbortHandle,
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Accept,
    /// Closes every connection before the greeting.
    Refuse,
    /// Never responds at the end of the message.
    Hang,
    /// Responds 451 at the end of the message.
    Tempfail,
    /// Stores the message, then closes the connection without acknowledging it.
    Cut,
    /// Responds so to every line that starts with this command; to the end of a message if it is `.`.
    Answer(&'static str, &'static str),
}

/// A received mail.
#[derive(Clone, Debug)]
pub struct Received {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The file of an event that is attached.
    pub calendar: Option<String>,
    pub message_id: String,
    /// Names of the headers with their values.
    pub headers: Vec<(String, String)>,
}

impl Received {
    /// Returns the first link in the text that starts with `start`.
    pub fn link(&self, start: &str) -> String {
        let at = self.text.find(start).unwrap_or_else(|| panic!("no {start} in {}", self.text));
        self.text[at..].split_whitespace().next().expect("a link").to_owned()
    }
}

#[derive(Default)]
struct State {
    mode: Mode,
    received: Vec<Received>,
    /// Parameters of `EHLO`.
    hello_names: Vec<String>,
}

pub struct Mailbox {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: AbortHandle,
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Mailbox {
    pub async fn open() -> Mailbox {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State::default()));
        let task = tokio::spawn(accept(listener, state.clone())).abort_handle();
        Mailbox { address, state, task }
    }

    pub fn smtp_url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub fn set_mode(&self, mode: Mode) {
        self.state.lock().expect("not poisoned").mode = mode;
    }

    pub fn mails(&self) -> Vec<Received> {
        self.state.lock().expect("not poisoned").received.clone()
    }

    /// Returns the names under which clients introduced themselves.
    pub fn hello_names(&self) -> Vec<String> {
        self.state.lock().expect("not poisoned").hello_names.clone()
    }

    /// Returns the last mail to an address.
    pub fn last_to(&self, to: &str) -> Received {
        let mails = self.mails();
        mails.into_iter().rfind(|mail| mail.to == to).unwrap_or_else(|| panic!("no mail to {to}"))
    }

    /// Returns the last mail to an address whose text or subject contains these words: mails of one instant have no
    /// order.
    pub fn last_containing(&self, to: &str, words: &str) -> Received {
        let mails = self.mails();
        let matches =
            |mail: &Received| mail.to == to && (mail.text.contains(words) || mail.subject.contains(words));
        mails.into_iter().rfind(matches).unwrap_or_else(|| panic!("no mail to {to} contains {words}"))
    }

    pub fn count_to(&self, to: &str) -> usize {
        self.mails().iter().filter(|mail| mail.to == to).count()
    }
}

async fn accept(listener: TcpListener, state: Arc<Mutex<State>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let mode = state.lock().expect("not poisoned").mode;
        if mode != Mode::Refuse {
            tokio::spawn(serve(stream, state.clone()));
        }
    }
}

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) -> io::Result<()> {
    let remote = stream.peer_addr()?.ip();
    let builder = SessionBuilder::new("boite.test");
    let mut stream = BufReader::new(stream);
    let content = Arc::new(Mutex::new(Vec::new()));
    let handler = SmtpHandler { state: state.clone(), to: Vec::new(), content: content.clone() };
    let mut session: Session<SmtpHandler> = builder.build(remote, handler);
    stream.write_all(&session.greeting().buffer()?).await?;
    let mut line = Vec::new();
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let mode = state.lock().expect("not poisoned").mode;
        let is_end = line == b".\r\n";
        if is_end && mode == Mode::Hang {
            // Waits until the client closes the connection.
            stream.read_until(b'\n', &mut line).await?;
            return Ok(());
        }
        if let Some(name) = line.strip_prefix(b"EHLO ") {
            let name = String::from_utf8_lossy(name).trim().to_owned();
            state.lock().expect("not poisoned").hello_names.push(name);
        }
        let answer = session.process(&line);
        if let Mode::Answer(command, text) = mode
            && line.starts_with(command.as_bytes())
            && (is_end || command != ".")
        {
            stream.write_all(format!("{text}\r\n").as_bytes()).await?;
            continue;
        }
        if is_end && mode == Mode::Cut {
            return Ok(());
        }
        if answer.action != Action::NoReply {
            stream.write_all(&answer.buffer()?).await?;
        }
        if answer.action == Action::Close {
            return Ok(());
        }
    }
}

struct SmtpHandler {
    state: Arc<Mutex<State>>,
    to: Vec<String>,
    content: Arc<Mutex<Vec<u8>>>,
}

impl Handler for SmtpHandler {
    fn data_start(&mut self, _domain: &str, _from: &str, _is8bit: bool, to: &[String]) -> Response {
        self.to = to.to_vec();
        self.content.lock().expect("not poisoned").clear();
        mailin::response::OK
    }

    fn data(&mut self, buffer: &[u8]) -> io::Result<()> {
        self.content.lock().expect("not poisoned").extend_from_slice(buffer);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let mut state = self.state.lock().expect("not poisoned");
        if state.mode == Mode::Tempfail {
            return mailin::response::INTERNAL_ERROR;
        }
        // After an error mailin would take the next command for a line of the message.
        if matches!(state.mode, Mode::Answer(".", _)) {
            return mailin::response::OK;
        }
        let content = self.content.lock().expect("not poisoned");
        let message = MessageParser::default().parse(content.as_slice()).expect("a mail");
        let text = |body: Option<std::borrow::Cow<'_, str>>| body.expect("a body").into_owned();
        for to in &self.to {
            state.received.push(Received {
                to: to.clone(),
                subject: message.subject().expect("a subject").to_owned(),
                text: text(message.body_text(0)),
                html: text(message.body_html(0)),
                calendar: message
                    .attachments()
                    .find(|part| part.content_type().and_then(|kind| kind.subtype()) == Some("calendar"))
                    .and_then(|part| part.text_contents().map(str::to_owned)),
                message_id: message.message_id().expect("a Message-ID").to_owned(),
                headers: message
                    .headers_raw()
                    .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
                    .collect(),
            });
        }
        mailin::response::OK
    }
}
