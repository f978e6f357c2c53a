/** What Mio says in English. */
import { checks, permissions, reasons, stages } from './en-reasons.ts';
import type { Words } from './words.ts';

export const en: Words = {
  locale: 'en-GB',
  inQuotes: (text) => `“${text}”`,
  pair: (title, value) => `${title}: ${value}`,
  buttons: {
    signIn: 'Sign in',
    signInAgain: 'Sign in again',
    consent: 'Agree as administrator',
    next: 'Next',
    back: 'Back',
    cancel: 'Cancel',
    notNow: 'Not now',
    help: 'Help',
    create: 'Create a universal channel',
    convert: 'Connect this channel',
    newPlace: 'Make a new one',
    invite: 'Invite a company',
    connectNow: 'Connect',
    tryAgain: 'Try again',
    checkAgain: 'Check again',
    settings: 'Check the settings',
    publish: 'Publish Mio',
    invitations: 'Open invitations',
    takeBack: 'Take back',
    writeMail: 'Write the e-mail',
    who: 'Who is here',
    status: 'Status',
    pause: 'Pause',
    resume: 'Resume',
    leave: 'Leave',
    openPage: 'Open the page',
    openChat: 'Open the chat',
    accounts: 'My accounts',
    link: 'Link',
    linkAgain: 'Link again',
    unlink: 'Unlink',
    switchOn: 'Switch on',
    switchOff: 'Switch off',
  },
  states: {
    active: 'Running: messages cross',
    paused: 'Paused: nothing crosses',
    waiting: 'Waiting for the other side',
    archived: 'Stopped: a side is archived',
    unheard: 'One side cannot be read',
  },
  archived: (title) => `${title} (archived: nothing crosses there)`,
  unheard: (title) => `${title} (cannot be read: nothing crosses from there)`,
  unheardRemedy:
    'I am no longer let in there. Ask an owner of the team to add the account that was made for Mio again: then I also bring over what was written meanwhile.',
  facts: {
    state: 'State',
    partner: 'Other company',
    thisSide: 'This side',
    otherSide: 'Other side',
    code: 'Code',
    until: 'Valid until',
    address: 'For',
  },
  lists: {
    more: (count) => `and ${count} more`,
    notShown: (count) => `${count} more do not fit in this list. If yours is among them, write its name.`,
    notChoosable: 'These cannot be chosen:',
  },
  inputs: {
    choose: 'Choose…',
    chooseFirst: 'Please choose one.',
    writeFirst: 'Please fill this in.',
  },

  greeting: {
    title: 'Hello, I am Mio',
    what: 'I connect channels in Teams with Slack, Webex and other companies: what is written on one side appears on the other.',
    home: 'This team is where I am set up. Whoever added me has a direct message from me with the next step.',
    guest: (team) => `I now work in “${team}”. To connect a channel, mention me in it: “@Mio convert”.`,
    aboutHome:
      'I am set up for a whole company from a team called “Mio”. If your company has none yet, an administrator can make one.',
  },
  welcome: {
    title: (name) => (name ? `Hello, ${name}` : 'Hello'),
    next: 'I connect channels in Teams with Slack, Webex and other companies. Sign in first, so that I know who you are.',
    personalOnly:
      'So far I am here for you alone. To use me with others, add me to a team as well: Apps, Mio, “Add to a team”.',
  },

  stages,
  permissions,
  signIn: {
    anyone: 'You can agree to this yourself:',
    byPolicy: 'Under Microsoft’s default rules an administrator must agree to this:',
    administrator: 'An administrator must agree to this:',
    ways: 'A company may have stricter rules. An administrator can then agree for everyone with the second button.',
    administratorFirst:
      'An administrator has to agree first, for everyone, with the second button. If you are not one, press the first: I then give you the link to send.',
    goodFor: 'The sign-in page is good once, for ten minutes.',
  },
  signedIn: {
    title: 'You are signed in',
    account: (account) => `Account: ${account}`,
    next: {
      person: 'To choose a channel I also need to see your teams.',
      serviceUser:
        'Teams is not connected for your company yet. An administrator can do that with the account that was made for Mio.',
    },
  },
  signedOut: {
    title: 'You are signed out',
    text: 'I have forgotten your sign-in and your linked accounts. Universal channels keep running.',
  },
  signInFailed: {
    title: 'The sign-in did not work',
    forAdministrator: 'This is the link for an administrator:',
  },

  accounts: {
    title: 'Your accounts',
    why: 'With linked accounts, your reactions and files cross as your own, not as mine. Everything else works without.',
    states: {
      linked: 'Linked',
      expired: 'No longer valid',
      not_linked: 'Not linked',
    },
    gives: {
      teams:
        'Lets your reactions and files from other platforms appear in Teams as your own, once your account there is linked too.',
      slack: 'Lets your reactions appear in Slack as your own, and tells me which account there is yours.',
      webex: 'Tells me which account there is yours, so that your files from Webex can appear in Teams as your own.',
    },
    none: 'There is no account on another platform to link yet. Say “create” to connect a channel with one.',
  },
  linkAccount: {
    title: (account) => `Link your account in ${account}`,
    asks: {
      slack: 'Slack asks whether I may react for you. I can read nothing with that.',
      webex: 'Webex asks whether I may see who you are. I ask for nothing else.',
    },
  },
  linkFailed: {
    title: 'The account was not linked',
  },
  accountLinked: {
    title: (account) => `Your account in ${account} is linked`,
    undo: 'You can unlink it at any time: say “my accounts”.',
  },
  accountUnlinked: {
    title: (account) => `Your account in ${account} is no longer linked`,
    text: 'I have forgotten it. What you do on other platforms appears there through me again.',
  },

  help: {
    title: 'This is what I can do',
    how: {
      channel: 'Mention me with one of these words, in any language I speak, or press one.',
      personal: 'Write one of these words, in any language I speak, or press one.',
    },
  },
  unknown: {
    title: 'I did not understand that',
    text: 'Did you mean one of these?',
    elsewhere: {
      channel: (word) => `“${word}” works when you write to me directly, not in a channel.`,
      personal: (word) => `“${word}” works when you mention me in a channel.`,
    },
  },
  problem: { title: 'That does not work yet' },
  failure: {
    title: 'Something went wrong on my side',
    text: (reference) =>
      `Try again in a few minutes. If it happens again, give your administrator this number: ${reference}`,
  },
  ended: {
    title: 'This card is no longer in use',
    text: 'It was answered already, or its time is over. Say “help” to begin again.',
  },
  notYours: {
    title: 'Somebody else is filling in this card',
    text: 'Only the person who began can answer it. You can begin yourself: say “help”.',
  },
  cancelled: { title: 'Cancelled', text: 'Nothing was changed.' },
  wroteToYou: { title: 'I have written to you', text: 'Let us go on in our own chat, where only you can see it.' },
  shutOut: {
    title: 'I cannot write to you',
    text: 'I was removed from our own chat, or blocked there. Open it, let me in again, and repeat what you asked for.',
  },
  nothingToCancel: { title: 'There is nothing to cancel', text: 'Say “help” to see what I can do.' },

  chooseTeam: {
    title: 'Which team is the channel in?',
    label: 'Team',
    none: 'I see no team that you are in. Join a team or make one, then begin again.',
  },
  chooseChannel: {
    title: (team) => `Which channel in “${team}”?`,
    label: 'Channel',
    none: 'No channel of this team can be chosen.',
  },
  chooseOther: {
    title: 'What should it be connected with?',
    label: 'Other side',
    anotherCompany: 'Another company, by invitation',
  },
  choosePlace: {
    title: (connection) => `Which channel or space in “${connection}”?`,
    label: 'Channel or space',
    none: 'There is no channel or space to choose yet.',
  },
  newPlace: {
    title: (connection) => `A new channel or space in “${connection}”`,
    label: 'Name',
    text: 'I make it when you confirm, not before.',
    createsOnly: 'Only a Teams administrator can connect one that is there already.',
  },
  inviteCompany: {
    title: 'Which company do you want to invite?',
    titleInto: (channel) => `Which company do you want to invite to “${channel}”?`,
    label: 'E-mail address (optional)',
    text: 'Somebody with this address has to sign in before their company can accept. Without one, anybody can who has the code.',
    placeholder: 'name@company.com',
  },
  preflight: {
    ready: 'Ready to connect',
    readyText:
      'I looked at both sides and found nothing in the way. Once connected, each side sees what the other writes.',
    blocked: 'This cannot be connected yet',
    blockedText: 'Nothing was changed. This is in the way:',
    nameLabel: 'Name of the universal channel',
  },
  created: {
    title: (channel) => `“${channel}” is connected`,
    text: 'I have introduced myself on each side. You can write as always.',
    invited: 'Give the other company this link, or the code. I show them only once, and tell you when they join.',
  },

  enterCode: {
    title: 'Accept an invitation',
    label: 'Code',
    text: 'The other company has given you a link or a code. Write or paste it here.',
  },
  invited: {
    title: (from) => `${from} invites you`,
    text: (channel, until) =>
      `You are invited to join the universal channel “${channel}”. The invitation is valid until ${until}.`,
    label: 'Where should it appear on your side?',
    none: 'No platform is connected on your side yet. An administrator can connect one on Mio’s pages.',
  },
  accepted: {
    title: (channel) => `You have joined “${channel}”`,
    text: 'The other company has been told. What is written on one side appears on the other from now on.',
  },
  invitation: {
    title: (channel) => `Invitation to “${channel}”`,
    text: 'Give the other company this link, or the code. I show them only once.',
    anyone: 'Whoever has the code',
  },
  mail: {
    subject: (channel) => `Invitation to “${channel}”`,
    hello: 'Hello,',
    why: 'I would like to connect a channel of ours with your company: what is written on one side appears on the other.',
    page: 'This page says how to accept:',
    until: (date) => `The invitation can be used once, until ${date}.`,
  },
  invitations: {
    title: 'Open invitations',
    none: 'No invitation is open. Say “invite” to invite a company.',
    until: (date) => `Valid until ${date}`,
    anyone: 'For whoever has the code',
  },
  revoked: { title: 'The invitation is taken back', text: 'Its code no longer works.' },

  chooseUniversalChannel: {
    titles: {
      pause: 'Which universal channel do you want to pause?',
      resume: 'Which universal channel do you want to resume?',
      leave: 'Which universal channel do you want to leave?',
      invite: 'Which universal channel do you want to invite a company to?',
    },
    label: 'Universal channel',
    none: 'There is no universal channel for this. Say “create” to make one.',
  },
  confirmLeave: {
    title: (channel) => `Do you want to leave “${channel}”?`,
    text: 'Nothing will cross to or from your side, and the others will be told. What was written stays where it is.',
  },
  confirmPause: {
    title: (channel) => `Do you want to pause “${channel}”?`,
    text: 'Nothing crosses until it is resumed, and every side is told. What is written in the meantime stays on its own side, even after the pause.',
  },
  paused: {
    title: (channel) => `“${channel}” is paused`,
    text: 'What is written now stays on its own side, even after the pause.',
  },
  resumed: {
    title: (channel) => `“${channel}” is running again`,
    text: 'What you write from now on crosses again.',
  },
  left: {
    title: (channel) => `You have left “${channel}”`,
    text: 'The others have been told. What was written stays where it is.',
  },
  notUniversal: {
    title: 'This channel is not connected yet',
    text: 'I can connect it with Slack, Webex or another company.',
  },
  channels: { title: 'Your universal channels', none: 'I found none. Say “create” to make one.' },
  members: {
    title: (channel) => `Who is in “${channel}”`,
    one: '1 person',
    many: (count) => `${count} people`,
    unknown: 'I cannot see how many',
  },
  found: {
    title: (text) => `People I found for “${text}”`,
    none: (text) => `I found nobody for “${text}”. Try another spelling, or the e-mail address.`,
  },

  settings: {
    title: 'Settings check',
    running: 'I am still checking. If nothing changes here for two minutes, check again.',
    allGood: 'Everything is in order.',
    toDo: (failed, look) =>
      [failed > 0 && `${failed} to fix`, look > 0 && `${look} to look at`].filter(Boolean).join(', '),
    results: { passed: 'Passed', failed: 'Failed', look: 'Please look' },
    found: (subject) => `Found: ${subject}.`,
  },
  fidelity: {
    title: 'Files from Slack and Webex in the Files folder',
    states: {
      on: 'On',
      off: 'Off: links are shown',
    },
    why: 'The account that was made for Mio puts them into the channel’s Files folder, instead of a link.',
    who: 'An administrator has to agree to this, and that account signs in once more.',
    switchedOff: {
      title: 'Files are links again',
      text: 'Files from Slack and Webex appear in Teams as links again. Files that are in the folder already stay there.',
    },
  },
  published: {
    published: { title: 'Mio is in your app catalog', text: 'Everybody in your company can find Mio under Apps now.' },
    updated: { title: 'Mio is updated in your app catalog', text: 'Teams shows the new version within a day.' },
    already_there: {
      title: 'Mio was in your app catalog already',
      text: 'It is the newest version. There is nothing to do.',
    },
    needs_review: {
      title: 'Mio waits for approval',
      text: 'A Teams administrator can allow it in the Teams admin center, under Manage apps.',
    },
    version: (version) => `Version ${version}`,
  },
  reasons,
  checks,
};
