//! The addresses and accounts that the demo prints once it runs.

use super::Demo;
use super::seed::{AGENTS, MEMBERS, OPERATORS, PASSWORD};

/// Password of the accounts at the simulated co-owners.
const SIMULATOR_PASSWORD: &str = "Simulateur-2026";

pub fn print(demo: &Demo) {
    let (portal, simulator) = (demo.ports.portal_address(), demo.ports.simulator_address());
    println!(
        "
The portal is ready.

  Portal                {portal}
  Staff sign in at      {portal}/equipe/connexion
  Mails (codes, links)  {simulator}/boite
  Text messages         {simulator}/sms
  Simulated co-owners   {simulator}/administration   (rights, outages)

  Operators (password {PASSWORD}):"
    );
    for person in &OPERATORS {
        println!("    {:<14} {}", person.login, person.description);
    }
    println!("  Staff (same password):");
    for agent in &AGENTS {
        println!("    {:<14} {}", agent.login, agent.services.join(", "));
    }
    for member in &MEMBERS {
        println!("    {:<14} {}", member.login, member.role);
    }
    println!(
        "
  1. Sign in at {portal}/connexion; the 6-digit code arrives by mail.
  2. Link the douane.gouv.fr account: same identifiant, password {SIMULATOR_PASSWORD}.
  3. Or sign in with ProConnect (simulated): alix.demo or basile.demo, password {SIMULATOR_PASSWORD}.
  4. Or create your own account: {portal}/inscription

  Data and logs: {}
  Ctrl-C stops everything.",
        demo.folder.display()
    );
}
