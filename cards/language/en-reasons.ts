/** In English: why something does not work, what Mio asks for and why, and what the settings check looks at. */
import type { Words } from './words.ts';

export const reasons: Words['reasons'] = {
  private_channel: {
    it: 'This channel',
    is: (it) => `${it} is a private channel.`,
    remedy: 'Choose a standard channel of the team: private ones cannot be connected.',
  },
  shared_channel: {
    it: 'This channel',
    is: (it) => `${it} is a shared channel.`,
    remedy: 'Choose a standard channel of the team: shared ones cannot be connected.',
  },
  archived_team: {
    it: 'This team',
    is: (it) => `${it} is archived.`,
    remedy: 'Ask an owner to restore it, or choose another team.',
  },
  already_linked: {
    it: 'This channel',
    is: (it) => `${it} already belongs to a universal channel.`,
    remedy: 'Choose another one, or leave the other universal channel first.',
  },
  place_gone: {
    it: 'This channel',
    is: (it) => `${it} no longer exists.`,
    remedy: 'Choose another one.',
  },
  place_unusable: {
    it: 'This channel',
    is: (it) => `${it} does not let me read and write.`,
    remedy: 'Add Mio there as a member, or choose another one.',
  },
  same_platform_account: {
    it: 'The same account',
    is: (it) => `${it} would be on both sides.`,
    remedy: 'Choose another platform, or invite another company.',
  },
  service_user_missing: {
    it: 'This team',
    is: (it) => `${it} does not have the account that was made for Mio as a member yet.`,
    remedy: 'Ask an owner to add that account to the team. It can take a few minutes until Teams knows it.',
  },
  app_not_published: {
    it: 'Your company’s app catalog',
    is: (it) => `${it} does not have Mio in it yet.`,
    remedy: 'Ask a Teams administrator to write “publish” to me.',
  },
  platform_not_connected: {
    it: 'This platform',
    is: (it) => `${it} is not connected with Mio yet.`,
    remedy: 'An administrator can connect it here, with the account that was made for Mio.',
  },
  connection_ill: {
    it: 'This connection',
    is: (it) => `${it} cannot be reached with the sign-in that I have.`,
    remedy: 'Ask an administrator to connect it again.',
  },
  name_unusable: {
    it: 'This name',
    is: (it) => `${it} is taken there, or not allowed as a name.`,
    remedy: 'Choose another name.',
  },
  name_repeats: {
    is: (it) => `There is more than one called ${it}.`,
    remedy: 'Choose it on the card, or write its whole line as the card shows it.',
  },
  creation_unsupported: {
    it: 'This platform',
    is: (it) => `${it} does not let me make new channels.`,
    remedy: 'Make the channel there yourself, then choose it here.',
  },
  not_team_owner: {
    it: 'This team',
    is: (it) => `${it} lets only its owners do this.`,
    remedy: 'Ask an owner of the team to do it.',
  },
  not_administrator: {
    is: () => 'Only administrators can do this.',
    remedy: 'Ask a Teams administrator of your company.',
  },
  not_found: {
    it: 'This',
    is: (it) => `${it} does not exist, or you cannot see it.`,
    remedy: 'Check the name, or ask somebody who can see it.',
  },
  yes_or_no: {
    it: 'that',
    is: (it) => `I take ${it} for neither yes nor no.`,
    remedy: 'Press one of the buttons, or answer “yes” or “no”.',
  },
  sign_in_needed: {
    is: () => 'You need to sign in for this.',
    remedy: 'Sign in, then try again.',
  },
  sign_in_cancelled: {
    is: () => 'The sign-in was cancelled.',
    remedy: 'Nothing was changed. You can sign in whenever you like.',
  },
  sign_in_refused: {
    is: () => 'The permission was refused.',
    remedy: 'Begin again and agree if you want to go on.',
  },
  administrator_consent_needed: {
    is: () => 'In your company, only administrators can agree to this.',
    remedy: 'Send the link below to an administrator. Sign in again when they have agreed.',
  },
  wrong_tenant: {
    it: 'This account',
    is: (it) => `${it} belongs to a different company from yours.`,
    remedy: 'Sign in again and choose an account of this company.',
  },
  wrong_account: {
    it: 'This account',
    is: (it) => `${it} is not the account you use to write to me.`,
    remedy: 'Sign in again and choose the account that you use in Teams.',
  },
  wrong_workspace: {
    it: 'the workspace',
    is: (it) => `This account does not belong to ${it}.`,
    remedy: 'Link again and choose an account of that workspace.',
  },
  not_service_user: {
    it: 'the account that was made for Mio',
    is: (it) => `This is not the account that Mio listens with: that is ${it}.`,
    remedy: 'Sign in again and choose that account.',
  },
  roles_missing: {
    it: 'An administrator role',
    is: (it) => `This account lacks what Mio needs: ${it}.`,
    remedy: 'Ask a Global Administrator to assign it, then sign in again.',
  },
  sign_in_expired: {
    is: () => 'Your sign-in is no longer valid.',
    remedy: 'Sign in again.',
  },
  link_spent: {
    is: () => 'This link was used already, or is older than ten minutes.',
    remedy: 'Begin again to get a new one.',
  },
  code_wrong: {
    is: () => 'This code is not right.',
    remedy: 'Check it, or begin again to get a new one.',
  },
  invitation_unusable: {
    is: () => 'This invitation cannot be used: the code is wrong, used, taken back or too old.',
    remedy: 'Check the code, or ask for a new invitation.',
  },
  invitation_own: {
    is: () => 'This invitation comes from your own company.',
    remedy: 'Give the code to the other company: they have to accept it.',
  },
  invitation_other_address: {
    is: () => 'This invitation is for somebody with another e-mail address.',
    remedy: 'Ask for an invitation to your own address.',
  },
  address_unusable: {
    it: 'This',
    is: (it) => `${it} is not an e-mail address.`,
    remedy: 'Check it, or leave the field empty.',
  },
  platform_unavailable: {
    it: 'The platform',
    is: (it) => `${it} does not answer at the moment.`,
    remedy: 'Try again in a few minutes.',
  },
  busy_elsewhere: {
    is: () => 'Somebody else is changing this right now.',
    remedy: 'Try again in a moment.',
  },
};

export const stages: Words['stages'] = {
  signUp: {
    title: 'Sign in to Mio',
    why: 'I need to know who you are before I do anything for you. I ask for nothing else now.',
    done: 'I know who you are now.',
    next: 'Sign in',
  },
  person: {
    title: 'Let me see your teams',
    why: 'You want to choose a channel. For that I need to see which teams and channels you are in.',
    done: 'I can see your teams and channels now. Say “create” to connect one of them.',
    next: 'Let me see your teams',
  },
  serviceUser: {
    title: 'Connect Teams for your company',
    why: 'For messages to cross, I need an account of my own in your company. Sign in with the account that was made for Mio, not with your own.',
    done: 'Your company’s Teams is connected. Check the settings now to see what is still missing.',
    next: 'Connect Teams for everyone',
  },
  accountSync: {
    title: 'Link your Teams account',
    why: 'Your reactions and files from other platforms can then appear in Teams as your own, not as mine. I use your account for nothing else.',
    doneTitle: 'Your Teams account is linked',
    done: 'Your reactions and files from other platforms appear in Teams as your own from now on, where your account there is linked too.',
    next: 'Link your Teams account',
  },
  serviceUserFidelity: {
    title: 'Put files into the Files folder',
    why: 'Files from Slack and Webex are put into the channel’s Files folder by the account that was made for Mio, instead of a link. Sign in with that account, not with your own.',
    doneTitle: 'Files go into the Files folder',
    done: 'New files from Slack and Webex are put into the channel’s Files folder. You can switch this off under “settings”.',
    next: 'Put files into the Files folder',
  },
};

export const permissions: Words['permissions'] = {
  'User.Read': 'See your name and e-mail address, so that I know who you are.',
  offline_access: 'Keep you signed in, so that I do not have to ask you each time.',
  'Team.ReadBasic.All': 'See the names of the teams you are in, so that you can choose one.',
  'Channel.ReadBasic.All': 'See the names of their channels, so that you can choose one.',
  'User.ReadBasic.All': 'See the names of people in your company, so that you can find them.',
  'Files.Read.All': 'Read files that are shared in connected channels, so that the other side gets them too.',
  'AppCatalog.ReadWrite.All': 'Put Mio into your company’s app catalog and keep it up to date.',
  'Group.Read.All': 'See who is in a team and who owns it, so that only owners connect its channels.',
  'Group.ReadWrite.All': 'Join the teams whose channels are connected. I do not change the teams otherwise.',
  'ChannelMessage.Read.All': 'Read messages in connected channels, so that they appear on the other side.',
  'Directory.Read.All': 'See who is an administrator and what was agreed to, so that I can check the settings.',
  'TeamsAppInstallation.ReadWriteForUser': 'Add Mio for this account, to test whether your company allows it.',
  'TeamsAppInstallation.ReadWriteForTeam': 'Add Mio to the teams whose channels are connected.',
  'Files.ReadWrite.All': 'Put files that cross into the channel’s Files folder.',
  'ChannelMessage.Send': 'React to messages, and post messages with files.',
  'ChannelMessage.ReadWrite': 'Change or delete these messages when the original is changed or deleted.',
};

export const checks: Words['checks'] = {
  signed_in: {
    title: 'Mio’s account is signed in',
    remedy: 'Write “sign in” to me and sign in with the account that was made for Mio.',
    look: 'Look whether the account that was made for Mio can still sign in.',
  },
  roles: {
    title: 'Mio’s account has its administrator roles',
    remedy: 'Give it the roles Teams Administrator and Application Administrator, then sign in again.',
    look: 'Look whether it has the roles Teams Administrator and Application Administrator.',
  },
  consents: {
    title: 'All permissions were agreed to',
    remedy: 'Let an administrator agree for everyone, then sign in again.',
    look: 'Look whether Mio’s permissions are all marked as granted.',
  },
  catalog_entry: {
    title: 'Mio is in the app catalog',
    remedy: 'Write “publish” to me as a Teams administrator.',
    look: 'Look whether Mio is in the list of apps, and published.',
  },
  install_probe: {
    title: 'Mio can be added',
    remedy: 'Allow Mio in the permission policy, then check again.',
    look: 'Try to add Mio for yourself under Apps.',
  },
  teams_joined: {
    title: 'Mio’s account is in all connected teams',
    remedy: 'Ask an owner of each team to add the account that was made for Mio.',
    look: 'Look whether the account that was made for Mio is a member of each connected team.',
  },
  webhook: {
    title: 'Microsoft reaches Mio',
    remedy: 'Ask whoever runs Mio whether its address can be reached from the internet.',
    look: 'Ask whoever runs Mio whether messages from Microsoft arrive.',
  },
  certificate: {
    title: 'The certificate that protects messages is valid',
    remedy: 'Ask whoever runs Mio to renew it.',
    look: 'Ask whoever runs Mio how long it is valid.',
  },
  client_secret: {
    title: 'Mio’s own password at Microsoft is valid',
    remedy: 'Ask whoever runs Mio to make a new client secret.',
    look: 'Look under “Certificates & secrets” when the client secret expires.',
  },
  permission_policy: {
    title: 'The permission policy allows Mio',
    remedy: 'Allow Mio there, or all apps of this kind.',
    look: 'Third-party and custom apps: “Allow all apps”, or Mio on the list of allowed apps.',
  },
  setup_policy: {
    title: 'The setup policy allows custom apps',
    remedy: 'Switch on “Upload custom apps”.',
    look: '“Upload custom apps” needs to be on only if people should write to others outside your company.',
  },
  org_settings: {
    title: 'Apps are allowed for the whole company',
    remedy: 'Switch on third-party apps and custom apps under “Org-wide app settings”.',
    look: 'Under “Org-wide app settings”, third-party apps and custom apps should be on.',
  },
  app_allowed: {
    title: 'Mio itself is allowed',
    remedy: 'Set Mio’s status to “Allowed”.',
    look: 'Mio’s status in the list of apps should be “Allowed”.',
  },
};
