/** What of Microsoft Graph v1.0 is simulated, and what each operation lacks. A test holds it against the routes. */
const complete = '';

/** By operation, its path below the version: its gaps in words; empty where it does all that its page says for channels. */
const gaps: Readonly<Record<string, string>> = {
  'GET /me': complete,
  'GET /me/memberOf': complete,
  'GET /me/transitiveMemberOf': complete,
  'GET /me/photo/$value': 'an SVG of initials; the real service has JPEG',
  'GET /me/joinedTeams': complete,
  'GET /users': 'no $orderby, no delta; $filter with eq, ne, startswith and any only',
  'GET /users/{user}': complete,
  'GET /users/{user}/photo/$value': 'an SVG of initials; the real service has JPEG',
  'GET /users/{user}/licenseDetails/getTeamsLicensingDetails': 'everybody has a licence',
  'GET /oauth2PermissionGrants': "the caller's own grant only",
  'GET /groups': 'only groups that are teams',
  'GET /groups/{group}': 'only groups that are teams',
  'GET /groups/{group}/members': complete,
  'GET /groups/{group}/owners': complete,
  'POST /groups/{group}/members/$ref': 'takes effect in the roster at once',
  'POST /groups/{group}/owners/$ref': complete,
  'DELETE /groups/{group}/members/{user}/$ref': 'takes effect in the roster at once',
  'GET /teams': complete,
  'GET /teams/{team}': 'no settings',
  'GET /teams/{team}/channels': complete,
  'GET /teams/{team}/allChannels': 'standard channels only, as nothing is shared in',
  'GET /teams/{team}/primaryChannel': complete,
  'GET /teams/{team}/channels/{channel}': complete,
  'GET /appCatalogs/teamsApps': complete,
  'POST /appCatalogs/teamsApps': 'the manifest is checked for id, version and name only',
  'DELETE /appCatalogs/teamsApps/{app}': complete,
  'POST /appCatalogs/teamsApps/{app}/appDefinitions': 'the manifest is checked for id, version and name only',
  'GET /teams/{team}/installedApps': complete,
  'POST /teams/{team}/installedApps': 'no resource-specific consent, no app policies',
  'GET /teams/{team}/installedApps/{installation}': complete,
  'DELETE /teams/{team}/installedApps/{installation}': complete,
  'POST /teams/{team}/installedApps/{installation}/upgrade': complete,
  'GET /teams/{team}/channels/{channel}/messages': 'no system events',
  'POST /teams/{team}/channels/{channel}/messages': 'hostedContents are ignored',
  'GET /teams/{team}/channels/{channel}/messages/delta': complete,
  'GET /teams/{team}/channels/{channel}/messages/{message}': complete,
  'PATCH /teams/{team}/channels/{channel}/messages/{message}': complete,
  'POST /teams/{team}/channels/{channel}/messages/{message}/softDelete': complete,
  'POST /teams/{team}/channels/{channel}/messages/{message}/undoSoftDelete': complete,
  'POST /teams/{team}/channels/{channel}/messages/{message}/setReaction': complete,
  'POST /teams/{team}/channels/{channel}/messages/{message}/unsetReaction': complete,
  'GET /teams/{team}/channels/{channel}/messages/{message}/hostedContents': 'always empty',
  'GET /teams/{team}/channels/{channel}/messages/{message}/hostedContents/{content}/$value': 'there is none',
  'GET /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}': complete,
  'PATCH /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}': complete,
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/softDelete': complete,
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/undoSoftDelete': complete,
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/setReaction': complete,
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/unsetReaction': complete,
  'GET /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/hostedContents': 'always empty',
  'GET /teams/{team}/channels/{channel}/messages/{message}/replies/{reply}/hostedContents/{content}/$value':
    'there is none',
  'GET /teams/{team}/channels/{channel}/messages/{message}/replies': complete,
  'POST /teams/{team}/channels/{channel}/messages/{message}/replies': 'hostedContents are ignored',
  'GET /subscriptions': "the caller's own only",
  'POST /subscriptions':
    'messages of one channel only, no $search or $filter; one item per delivery; endpoints are never put on the slow or drop list',
  'GET /subscriptions/{subscription}': complete,
  'PATCH /subscriptions/{subscription}': complete,
  'POST /subscriptions/{subscription}/reauthorize': complete,
  'DELETE /subscriptions/{subscription}': complete,
  'POST /$batch': complete,
};

export interface Coverage {
  readonly operation: string;
  readonly support: 'supported' | 'partial';
  readonly gaps: string;
}

export const graphCoverage: readonly Coverage[] = Object.entries(gaps).map(([operation, lacking]) => ({
  operation,
  support: lacking === complete ? 'supported' : 'partial',
  gaps: lacking,
}));
