//! What a person needs to know to try the demo.

use super::Demo;
use super::seed::{AGENTS, OPERATORS, PASSWORD};

/// Password of the accounts at the simulated co-owners.
const SIMULATOR_PASSWORD: &str = "Simulateur-2026";

pub fn print(demo: &Demo) {
    let (portal, simulator) = (demo.places.portal_address(), demo.places.simulator_address());
    println!(
        "
The portal is ready.

  Portal                {portal}
  Agents sign in at     {portal}/agent/connexion
  Mails (codes, links)  {simulator}/boite
  Text messages         {simulator}/sms
  Co-owners simulated   {simulator}/administration   (rights, breakdowns)

  Operators (password {PASSWORD}):"
    );
    for person in &OPERATORS {
        println!("    {:<14} {}", person.login, person.what);
    }
    println!("  Customs agents (same password):");
    for agent in &AGENTS {
        println!("    {:<14} {}", agent.login, agent.services.join(", "));
    }
    println!(
        "
  1. Sign in at {portal}/connexion; the 6-digit code is in the mails.
  2. Link the douane.gouv.fr account: same identifiant, password {SIMULATOR_PASSWORD}.
  3. Or sign in with ProConnect (simulated): alix.demo or basile.demo, password {SIMULATOR_PASSWORD}.
  4. Or open an account of your own: {portal}/inscription

  Data and logs: {}
  Ctrl-C stops everything.",
        demo.folder.display()
    );
}
