/** Was Mio auf Deutsch sagt. */
import { checks, permissions, reasons, stages } from './de-reasons.ts';
import type { Words } from './words.ts';

export const de: Words = {
  locale: 'de-DE',
  inQuotes: (text) => `„${text}“`,
  pair: (title, value) => `${title}: ${value}`,
  buttons: {
    signIn: 'Anmelden',
    signInAgain: 'Noch einmal anmelden',
    consent: 'Als Administrator zustimmen',
    next: 'Weiter',
    back: 'Zurück',
    cancel: 'Abbrechen',
    notNow: 'Nicht jetzt',
    help: 'Hilfe',
    create: 'Universellen Kanal erstellen',
    convert: 'Diesen Kanal verbinden',
    newPlace: 'Neu anlegen',
    invite: 'Firma einladen',
    connectNow: 'Verbinden',
    tryAgain: 'Noch einmal versuchen',
    checkAgain: 'Noch einmal prüfen',
    settings: 'Einstellungen prüfen',
    publish: 'Mio veröffentlichen',
    invitations: 'Offene Einladungen',
    takeBack: 'Zurückziehen',
    writeMail: 'E-Mail schreiben',
    who: 'Wer ist da',
    status: 'Status',
    pause: 'Pausieren',
    resume: 'Fortsetzen',
    leave: 'Verlassen',
    openPage: 'Seite öffnen',
    openChat: 'Chat öffnen',
    accounts: 'Meine Konten',
    link: 'Verknüpfen',
    linkAgain: 'Noch einmal verknüpfen',
    unlink: 'Verknüpfung aufheben',
    switchOn: 'Einschalten',
    switchOff: 'Ausschalten',
  },
  states: {
    active: 'Läuft: Nachrichten werden übertragen',
    paused: 'Pausiert: Nichts wird übertragen',
    waiting: 'Wartet auf die andere Seite',
    archived: 'Unterbrochen: Eine Seite ist archiviert',
    unheard: 'Eine Seite ist nicht lesbar',
  },
  archived: (title) => `${title} (archiviert: dort wird nichts übertragen)`,
  unheard: (title) => `${title} (nicht lesbar: von dort wird nichts übertragen)`,
  unheardRemedy:
    'Ich komme dort nicht mehr hinein. Bitten Sie einen Besitzer des Teams, das Konto, das für Mio angelegt wurde, wieder hinzuzufügen: Dann hole ich auch nach, was inzwischen geschrieben wurde.',
  facts: {
    state: 'Zustand',
    partner: 'Andere Firma',
    thisSide: 'Diese Seite',
    otherSide: 'Andere Seite',
    code: 'Code',
    until: 'Gültig bis',
    address: 'Für',
  },
  lists: {
    more: (count) => `und ${count} weitere`,
    notShown: (count) =>
      `${count} weitere passen nicht in diese Liste. Ist Ihrer darunter, schreiben Sie seinen Namen.`,
    notChoosable: 'Diese lassen sich nicht auswählen:',
  },
  inputs: {
    choose: 'Auswählen…',
    chooseFirst: 'Bitte wählen Sie etwas aus.',
    writeFirst: 'Bitte füllen Sie dieses Feld aus.',
  },

  greeting: {
    title: 'Hallo, ich bin Mio',
    what: 'Ich verbinde Kanäle in Teams mit Slack, Webex und anderen Firmen: Was auf einer Seite geschrieben wird, erscheint auf der anderen.',
    home: 'In diesem Team werde ich eingerichtet. Wer mich hinzugefügt hat, findet den nächsten Schritt in einer direkten Nachricht von mir.',
    guest: (team) =>
      `Ich arbeite jetzt in „${team}“. Um einen Kanal zu verbinden, erwähnen Sie mich darin: „@Mio verbinden“.`,
    aboutHome:
      'Für eine ganze Firma werde ich von einem Team namens „Mio“ aus eingerichtet. Gibt es noch keines, kann ein Administrator es anlegen.',
  },
  welcome: {
    title: (name) => (name ? `Guten Tag, ${name}` : 'Guten Tag'),
    next: 'Ich verbinde Kanäle in Teams mit Slack, Webex und anderen Firmen. Melden Sie sich zuerst an, damit ich weiß, wer Sie sind.',
    personalOnly:
      'Bisher bin ich nur für Sie da. Um mich mit anderen zu nutzen, fügen Sie mich auch einem Team hinzu: Apps, Mio, „Zu einem Team hinzufügen“.',
  },

  stages,
  permissions,
  signIn: {
    anyone: 'Dem können Sie selbst zustimmen:',
    byPolicy: 'Nach den Standardregeln von Microsoft muss dem ein Administrator zustimmen:',
    administrator: 'Dem muss ein Administrator zustimmen:',
    ways: 'Ihre Firma kann strengere Regeln haben. Dann kann ein Administrator mit der zweiten Schaltfläche für alle zustimmen.',
    administratorFirst:
      'Zuerst muss ein Administrator für alle zustimmen, mit der zweiten Schaltfläche. Sind Sie keiner, drücken Sie die erste: Dann gebe ich Ihnen den Link zum Weitergeben.',
    goodFor: 'Die Seite zum Anmelden gilt einmal und zehn Minuten lang.',
  },
  signedIn: {
    title: 'Sie sind angemeldet',
    account: (account) => `Konto: ${account}`,
    next: {
      person: 'Um einen Kanal auszuwählen, muss ich noch Ihre Teams sehen.',
      serviceUser:
        'Teams ist für Ihre Firma noch nicht verbunden. Das kann ein Administrator mit dem Konto tun, das für Mio angelegt wurde.',
    },
  },
  signedOut: {
    title: 'Sie sind abgemeldet',
    text: 'Ich habe Ihre Anmeldung und Ihre verknüpften Konten vergessen. Universelle Kanäle laufen weiter.',
  },
  signInFailed: {
    title: 'Die Anmeldung hat nicht geklappt',
    forAdministrator: 'Das ist der Link für einen Administrator:',
  },

  accounts: {
    title: 'Ihre Konten',
    why: 'Mit verknüpften Konten kommen Ihre Reaktionen und Dateien als Ihre eigenen an, nicht als meine. Alles andere geht auch ohne.',
    states: {
      linked: 'Verknüpft',
      expired: 'Nicht mehr gültig',
      not_linked: 'Nicht verknüpft',
    },
    gives: {
      teams:
        'Damit erscheinen Ihre Reaktionen und Dateien von anderen Plattformen in Teams als Ihre eigenen, sobald auch Ihr Konto dort verknüpft ist.',
      slack: 'Damit erscheinen Ihre Reaktionen in Slack als Ihre eigenen, und ich weiß, welches Konto dort Ihres ist.',
      webex:
        'Damit weiß ich, welches Konto dort Ihres ist, und Ihre Dateien aus Webex können in Teams als Ihre eigenen erscheinen.',
    },
    none: 'Noch gibt es auf keiner anderen Plattform ein Konto zu verknüpfen. Schreiben Sie „erstellen“, um einen Kanal mit einer zu verbinden.',
  },
  linkAccount: {
    title: (account) => `Ihr Konto in ${account} verknüpfen`,
    asks: {
      slack: 'Slack fragt, ob ich für Sie reagieren darf. Lesen kann ich damit nichts.',
      webex: 'Webex fragt, ob ich sehen darf, wer Sie sind. Um mehr bitte ich nicht.',
    },
  },
  linkFailed: {
    title: 'Das Konto wurde nicht verknüpft',
  },
  accountLinked: {
    title: (account) => `Ihr Konto in ${account} ist verknüpft`,
    undo: 'Sie können das jederzeit aufheben: Schreiben Sie „meine Konten“.',
  },
  accountUnlinked: {
    title: (account) => `Ihr Konto in ${account} ist nicht mehr verknüpft`,
    text: 'Ich habe es vergessen. Was Sie auf anderen Plattformen tun, erscheint dort wieder über mich.',
  },

  help: {
    title: 'Das kann ich',
    how: {
      channel: 'Erwähnen Sie mich mit einem dieser Wörter, in jeder Sprache, die ich spreche, oder drücken Sie eines.',
      personal: 'Schreiben Sie eines dieser Wörter, in jeder Sprache, die ich spreche, oder drücken Sie eines.',
    },
  },
  unknown: {
    title: 'Das habe ich nicht verstanden',
    text: 'Meinten Sie eines davon?',
    elsewhere: {
      channel: (word) => `„${word}“ geht, wenn Sie mir direkt schreiben, nicht in einem Kanal.`,
      personal: (word) => `„${word}“ geht, wenn Sie mich in einem Kanal erwähnen.`,
    },
  },
  problem: { title: 'Das geht noch nicht' },
  failure: {
    title: 'Bei mir ist etwas schiefgegangen',
    text: (reference) =>
      `Versuchen Sie es in einigen Minuten noch einmal. Geschieht es wieder, nennen Sie Ihrem Administrator diese Nummer: ${reference}`,
  },
  ended: {
    title: 'Diese Karte wird nicht mehr gebraucht',
    text: 'Sie wurde schon beantwortet, oder ihre Zeit ist um. Schreiben Sie „Hilfe“, um neu zu beginnen.',
  },
  notYours: {
    title: 'Diese Karte füllt gerade jemand anderes aus',
    text: 'Nur wer begonnen hat, kann sie beantworten. Sie können selbst beginnen: Schreiben Sie „Hilfe“.',
  },
  cancelled: { title: 'Abgebrochen', text: 'Es wurde nichts geändert.' },
  wroteToYou: {
    title: 'Ich habe Ihnen geschrieben',
    text: 'Machen wir in unserem eigenen Chat weiter, dort sehen es nur Sie.',
  },
  shutOut: {
    title: 'Ich kann Ihnen nicht schreiben',
    text: 'Ich wurde aus unserem eigenen Chat entfernt oder dort blockiert. Öffnen Sie ihn, lassen Sie mich wieder zu, und wiederholen Sie, worum Sie gebeten haben.',
  },
  nothingToCancel: {
    title: 'Es gibt nichts abzubrechen',
    text: 'Schreiben Sie „Hilfe“, um zu sehen, was ich kann.',
  },

  chooseTeam: {
    title: 'In welchem Team ist der Kanal?',
    label: 'Team',
    none: 'Ich sehe kein Team, in dem Sie sind. Treten Sie einem bei oder legen Sie eines an, und beginnen Sie neu.',
  },
  chooseChannel: {
    title: (team) => `Welcher Kanal in „${team}“?`,
    label: 'Kanal',
    none: 'In diesem Team lässt sich kein Kanal auswählen.',
  },
  chooseOther: {
    title: 'Womit soll er verbunden werden?',
    label: 'Andere Seite',
    anotherCompany: 'Eine andere Firma, mit einer Einladung',
  },
  choosePlace: {
    title: (connection) => `Welcher Kanal oder Bereich in „${connection}“?`,
    label: 'Kanal oder Bereich',
    none: 'Es gibt noch keinen Kanal oder Bereich zur Auswahl.',
  },
  newPlace: {
    title: (connection) => `Ein neuer Kanal oder Bereich in „${connection}“`,
    label: 'Name',
    text: 'Ich lege ihn an, wenn Sie bestätigen, nicht vorher.',
    createsOnly: 'Einen, den es schon gibt, kann nur ein Teams-Administrator verbinden.',
  },
  inviteCompany: {
    title: 'Welche Firma möchten Sie einladen?',
    titleInto: (channel) => `Welche Firma möchten Sie in „${channel}“ einladen?`,
    label: 'E-Mail-Adresse (freiwillig)',
    text: 'Jemand mit dieser Adresse muss sich anmelden, bevor die Firma annehmen kann. Ohne Adresse kann es jede Person, die den Code hat.',
    placeholder: 'name@firma.de',
  },
  preflight: {
    ready: 'Bereit zum Verbinden',
    readyText:
      'Ich habe beide Seiten angesehen, es steht nichts im Weg. Danach sieht jede Seite, was die andere schreibt.',
    blocked: 'Das lässt sich noch nicht verbinden',
    blockedText: 'Es wurde nichts geändert. Das steht im Weg:',
    nameLabel: 'Name des universellen Kanals',
  },
  created: {
    title: (channel) => `„${channel}“ ist verbunden`,
    text: 'Ich habe mich auf jeder Seite vorgestellt. Sie können schreiben wie immer.',
    invited:
      'Geben Sie der anderen Firma diesen Link oder den Code. Ich zeige beides nur einmal und sage Ihnen, wenn sie dazukommt.',
  },

  enterCode: {
    title: 'Eine Einladung annehmen',
    label: 'Code',
    text: 'Die andere Firma hat Ihnen einen Link oder einen Code gegeben. Schreiben Sie ihn hierher.',
  },
  invited: {
    title: (from) => `${from} lädt Sie ein`,
    text: (channel, until) => `Es geht um den universellen Kanal „${channel}“. Die Einladung gilt bis ${until}.`,
    label: 'Wo soll er auf Ihrer Seite erscheinen?',
    none: 'Auf Ihrer Seite ist noch keine Plattform verbunden. Ein Administrator kann das auf den Seiten von Mio tun.',
  },
  accepted: {
    title: (channel) => `Sie sind jetzt in „${channel}“`,
    text: 'Die andere Firma weiß Bescheid. Was auf einer Seite geschrieben wird, erscheint ab jetzt auf der anderen.',
  },
  invitation: {
    title: (channel) => `Einladung zu „${channel}“`,
    text: 'Geben Sie der anderen Firma diesen Link oder den Code. Ich zeige beides nur einmal.',
    anyone: 'Wer den Code hat',
  },
  mail: {
    subject: (channel) => `Einladung zu „${channel}“`,
    hello: 'Guten Tag,',
    why: 'ich möchte einen unserer Kanäle mit Ihrer Firma verbinden: Was auf einer Seite geschrieben wird, erscheint auf der anderen.',
    page: 'Auf dieser Seite steht, wie Sie annehmen:',
    until: (date) => `Die Einladung gilt einmal, bis ${date}.`,
  },
  invitations: {
    title: 'Offene Einladungen',
    none: 'Keine Einladung ist offen. Schreiben Sie „einladen“, um eine Firma einzuladen.',
    until: (date) => `Gültig bis ${date}`,
    anyone: 'Für alle, die den Code haben',
  },
  revoked: { title: 'Die Einladung ist zurückgezogen', text: 'Ihr Code gilt nicht mehr.' },

  chooseUniversalChannel: {
    titles: {
      pause: 'Welchen universellen Kanal möchten Sie pausieren?',
      resume: 'Welchen universellen Kanal möchten Sie fortsetzen?',
      leave: 'Welchen universellen Kanal möchten Sie verlassen?',
      invite: 'In welchen universellen Kanal möchten Sie eine Firma einladen?',
    },
    label: 'Universeller Kanal',
    none: 'Dafür gibt es keinen universellen Kanal. Schreiben Sie „erstellen“, um einen anzulegen.',
  },
  confirmLeave: {
    title: (channel) => `Möchten Sie „${channel}“ verlassen?`,
    text: 'Von und zu Ihrer Seite wird dann nichts mehr übertragen, und die anderen erfahren es. Was geschrieben wurde, bleibt.',
  },
  confirmPause: {
    title: (channel) => `Möchten Sie „${channel}“ pausieren?`,
    text: 'Bis zum Fortsetzen wird nichts übertragen, und alle Seiten erfahren es. Was inzwischen geschrieben wird, bleibt auf seiner Seite, auch nach der Pause.',
  },
  paused: {
    title: (channel) => `„${channel}“ ist pausiert`,
    text: 'Was jetzt geschrieben wird, bleibt auf seiner Seite, auch nach der Pause.',
  },
  resumed: {
    title: (channel) => `„${channel}“ läuft wieder`,
    text: 'Was Sie ab jetzt schreiben, wird wieder übertragen.',
  },
  left: {
    title: (channel) => `Sie haben „${channel}“ verlassen`,
    text: 'Die anderen wissen Bescheid. Was geschrieben wurde, bleibt, wo es ist.',
  },
  notUniversal: {
    title: 'Dieser Kanal ist noch nicht verbunden',
    text: 'Ich kann ihn mit Slack, Webex oder einer anderen Firma verbinden.',
  },
  channels: {
    title: 'Ihre universellen Kanäle',
    none: 'Ich habe keinen gefunden. Schreiben Sie „erstellen“, um einen anzulegen.',
  },
  members: {
    title: (channel) => `Wer in „${channel}“ ist`,
    one: '1 Person',
    many: (count) => `${count} Personen`,
    unknown: 'Wie viele, sehe ich nicht',
  },
  found: {
    title: (text) => `Gefunden für „${text}“`,
    none: (text) =>
      `Ich habe niemanden für „${text}“ gefunden. Versuchen Sie eine andere Schreibweise oder die E-Mail-Adresse.`,
  },

  settings: {
    title: 'Prüfung der Einstellungen',
    running: 'Ich prüfe noch. Ändert sich hier zwei Minuten lang nichts, prüfen Sie noch einmal.',
    allGood: 'Alles ist in Ordnung.',
    toDo: (failed, look) =>
      [failed > 0 && `${failed} zu beheben`, look > 0 && `${look} anzusehen`].filter(Boolean).join(', '),
    results: { passed: 'In Ordnung', failed: 'Nicht in Ordnung', look: 'Bitte ansehen' },
    found: (subject) => `Befund: ${subject}.`,
  },
  fidelity: {
    title: 'Dateien aus Slack und Webex im Ordner „Dateien“',
    states: {
      on: 'Eingeschaltet',
      off: 'Ausgeschaltet: Links werden gezeigt',
    },
    why: 'Das Konto, das für Mio angelegt wurde, legt sie in den Ordner „Dateien“ des Kanals, statt eines Links.',
    who: 'Ein Administrator muss dem zustimmen, und dieses Konto meldet sich noch einmal an.',
    switchedOff: {
      title: 'Dateien sind wieder Links',
      text: 'Dateien aus Slack und Webex erscheinen in Teams wieder als Links. Was schon im Ordner liegt, bleibt dort.',
    },
  },
  published: {
    published: {
      title: 'Mio ist im App-Katalog',
      text: 'Alle in Ihrer Firma finden Mio jetzt unter „Apps“.',
    },
    updated: {
      title: 'Mio ist im App-Katalog aktualisiert',
      text: 'Teams zeigt die neue Version innerhalb eines Tages.',
    },
    already_there: {
      title: 'Mio war schon im App-Katalog',
      text: 'Es ist die neueste Version. Es gibt nichts zu tun.',
    },
    needs_review: {
      title: 'Mio wartet auf die Freigabe',
      text: 'Ein Teams-Administrator kann es im Teams Admin Center unter „Apps verwalten“ zulassen.',
    },
    version: (version) => `Version ${version}`,
  },
  reasons,
  checks,
};
