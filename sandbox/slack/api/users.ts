/** users.*, team.info, bots.info, emoji.list. */
import { publicPicture } from '../../kit/pictures.ts';
import type { User } from '../model.ts';
import { wireUser } from '../wire.ts';
import { SlackError } from './arguments.ts';
import { type ApiRequest, type Method, pageOf, type Workplace } from './request.ts';

export function userMethods({ store, writer, kit }: Workplace) {
  const written = (user: User, { token }: ApiRequest) =>
    wireUser(user, { email: token.scopes.includes('users:read.email') });

  const known = (id: string, { token }: ApiRequest): User => {
    const user = store.user(token.team, id);
    if (!user) throw new SlackError('user_not_found');
    return user;
  };

  const list: Method = (request) => {
    const page = pageOf(store.users(request.token.team), ({ id }) => id, request.args, { usual: 200, most: 1000 });
    return {
      members: page.items.map((user) => written(user, request)),
      cache_ts: Math.floor(kit.clock.now() / 1000),
      response_metadata: { next_cursor: page.next },
    };
  };

  const info: Method = (request) => ({ user: written(known(request.args.required('user'), request), request) });

  const lookupByEmail: Method = (request) => {
    const mail = request.args.required('email').toLowerCase();
    const user = store.users(request.token.team).find((one) => one.mail?.toLowerCase() === mail && !one.deleted);
    if (!user) throw new SlackError('users_not_found');
    return { user: written(user, request) };
  };

  /** People are always there; bots never are. */
  const getPresence: Method = (request) => {
    const user = known(request.args.text('user') ?? request.token.user, request);
    return { presence: user.person === null ? 'away' : 'active' };
  };

  const teamInfo: Method = ({ args, token }) => {
    const id = args.text('team') ?? token.team;
    const team = store.team(id);
    if (!team || id !== token.team) throw new SlackError('team_not_found');
    const icon = publicPicture(team.domain);
    return {
      team: {
        id: team.id,
        name: team.name,
        url: `https://${team.domain}.slack.com/`,
        domain: team.domain,
        email_domain: '',
        icon: { image_34: icon, image_68: icon, image_132: icon, image_default: true },
        avatar_base_url: 'https://ca.slack-edge.com/',
        is_verified: false,
      },
    };
  };

  const botInfo: Method = ({ args, token, installation }) => {
    const id = args.text('bot') ?? installation.botId;
    if (id !== installation.botId) throw new SlackError('bot_not_found');
    return { bot: { ...writer.botProfile(token.team), user_id: installation.botUser } };
  };

  const emojiList: Method = ({ token }) => ({
    emoji: store.emoji.listed(token.team),
    cache_ts: String(kit.clock.now() / 1000),
  });

  return {
    'users.list': list,
    'users.info': info,
    'users.lookupByEmail': lookupByEmail,
    'users.getPresence': getPresence,
    'team.info': teamInfo,
    'bots.info': botInfo,
    'emoji.list': emojiList,
  } as const;
}
