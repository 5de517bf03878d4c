//! A passkey's other half: makes keys and signs as an authenticator and its browser do (WebAuthn 3, §6 and §7).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use domain::{factor_forms::PASSKEY_ANSWER, form::Answers};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub const ORIGIN: &str = "https://portail.example";

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// One passkey, on one device.
#[derive(Clone)]
pub struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    user: String,
    /// Goes up with each signature.
    pub counter: u32,
    /// Does its owner unlock it?
    pub unlocked: bool,
    /// The site that the browser shows.
    pub origin: &'static str,
}

impl Authenticator {
    /// `seed` tells keys apart.
    pub fn new(seed: u8) -> Self {
        let secret = Sha256::digest([seed]);
        Self {
            key: SigningKey::from_slice(&secret).expect("a key"),
            id: Sha256::digest(secret).to_vec(),
            user: String::new(),
            counter: 0,
            unlocked: true,
            origin: ORIGIN,
        }
    }

    /// Makes the key that the portal asks for.
    pub fn make(&mut self, question: &str) -> String {
        let question: Value = serde_json::from_str(question).expect("options");
        assert_eq!(question["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(question["authenticatorSelection"]["residentKey"], "required");
        self.user = question["user"]["id"].as_str().expect("a user handle").to_owned();
        let client = self.client_data("webauthn.create", &question);
        let data = self.data(&question["rp"]["id"], true);
        let length = u16::try_from(data.len()).expect("short").to_be_bytes();
        // CBOR: { fmt: "none", attStmt: {}, authData: bytes }
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        object.extend(length);
        object.extend(data);
        let response =
            json!({ "attestationObject": BASE64.encode(object), "clientDataJSON": BASE64.encode(client) });
        self.credential(response)
    }

    /// Signs what the portal asks.
    pub fn sign(&mut self, question: &str) -> String {
        let question: Value = serde_json::from_str(question).expect("options");
        assert_eq!(question["userVerification"], "required");
        self.counter += 1;
        let client = self.client_data("webauthn.get", &question);
        let data = self.data(&question["rpId"], false);
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature: Signature = self.key.sign(&signed);
        self.credential(json!({
            "authenticatorData": BASE64.encode(data),
            "clientDataJSON": BASE64.encode(client),
            "signature": BASE64.encode(signature.to_der().as_bytes()),
            "userHandle": self.user,
        }))
    }

    fn client_data(&self, kind: &str, question: &Value) -> Vec<u8> {
        let data = json!({
            "type": kind, "challenge": question["challenge"], "origin": self.origin, "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    /// The authenticator data (§6.1), with the public key where one is made.
    fn data(&self, relying_party: &Value, makes: bool) -> Vec<u8> {
        let mut flags = PRESENT;
        flags |= if self.unlocked { VERIFIED } else { 0 };
        flags |= if makes { ATTESTED } else { 0 };
        let mut data = Sha256::digest(relying_party.as_str().expect("a name")).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        if makes {
            data.extend([0; 16]);
            data.extend(u16::try_from(self.id.len()).expect("short").to_be_bytes());
            data.extend(&self.id);
            data.extend(self.public_key());
        }
        data
    }

    /// COSE: { 1: EC2, 3: ES256, -1: P-256, -2: x, -3: y }
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".as_slice(), x, b"\x22\x58\x20", y].concat()
    }

    fn credential(&self, response: Value) -> String {
        let id = BASE64.encode(&self.id);
        let credential = json!({
            "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {},
        });
        credential.to_string()
    }
}

/// A form that a passkey answered.
pub fn answered(answer: String) -> Answers {
    Answers::from_iter([(PASSKEY_ANSWER, answer), ("moyen", "cle".to_owned())])
}
