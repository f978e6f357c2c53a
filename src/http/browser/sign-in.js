/**
 * Runs in the sign-in window. Inside Teams it hands the code to Teams, which brings it into the chat and closes the
 * window; in a plain browser nothing happens, and the code stays there to be read.
 */
(async () => {
  const teams = window.microsoftTeams;
  const shown = document.getElementById('code');
  const code = shown?.textContent;
  const host = shown?.dataset.host;
  // What is in the address was used up already; it need not stay in sight.
  history.replaceState(null, '', location.pathname);
  if (!teams || !code) return;
  const tooLate = new Promise((_, reject) => {
    setTimeout(() => reject(new Error('no answer')), 5_000);
  });
  try {
    // In a host that it does not know it never answers.
    await Promise.race([teams.app.initialize(host ? [host] : undefined), tooLate]);
    teams.authentication.notifySuccess(code);
  } catch {
    // Not in Teams: the person types the code.
  }
})();
