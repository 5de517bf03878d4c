//! A virtual authenticator with its browser: creates passkeys and signs challenges (WebAuthn 3, §6 and §7).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use domain::{form::Answers, mfa_forms::PASSKEY_RESPONSE};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub const ORIGIN: &str = "https://portail.example";

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// One passkey on one device.
#[derive(Clone)]
pub struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    user: String,
    /// Signature counter, incremented by each signature.
    pub counter: u32,
    /// `true` if the user is verified.
    pub unlocked: bool,
    /// Origin of the page in the browser.
    pub origin: &'static str,
}

impl Authenticator {
    /// Creates an authenticator; each `seed` has its own key.
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

    /// Creates the credential for these creation options; returns the response as JSON.
    pub fn create(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options");
        assert_eq!(options["authenticatorSelection"]["userVerification"], "preferred");
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        self.user = options["user"]["id"].as_str().expect("a user handle").to_owned();
        let client = self.client_data("webauthn.create", &options);
        let data = self.data(&options["rp"]["id"], true);
        let length = u16::try_from(data.len()).expect("short").to_be_bytes();
        // CBOR: { fmt: "none", attStmt: {}, authData: bytes }
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        object.extend(length);
        object.extend(data);
        let response =
            json!({ "attestationObject": BASE64.encode(object), "clientDataJSON": BASE64.encode(client) });
        self.credential(response)
    }

    /// Signs the challenge of these request options; returns the response as JSON.
    pub fn sign(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options");
        assert_eq!(options["userVerification"], "preferred");
        self.counter += 1;
        let client = self.client_data("webauthn.get", &options);
        let data = self.data(&options["rpId"], false);
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature: Signature = self.key.sign(&signed);
        self.credential(json!({
            "authenticatorData": BASE64.encode(data),
            "clientDataJSON": BASE64.encode(client),
            "signature": BASE64.encode(signature.to_der().as_bytes()),
            "userHandle": self.user,
        }))
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let data = json!({
            "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false,
        });
        data.to_string().into_bytes()
    }

    /// Returns the authenticator data (§6.1), with the public key if `is_creation`.
    fn data(&self, relying_party: &Value, is_creation: bool) -> Vec<u8> {
        let mut flags = PRESENT;
        flags |= if self.unlocked { VERIFIED } else { 0 };
        flags |= if is_creation { ATTESTED } else { 0 };
        let mut data = Sha256::digest(relying_party.as_str().expect("a name")).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        if is_creation {
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

/// The form that submits the response of a passkey.
pub fn passkey_form(response: String) -> Answers {
    Answers::from_iter([(PASSKEY_RESPONSE, response), ("moyen", "cle".to_owned())])
}
