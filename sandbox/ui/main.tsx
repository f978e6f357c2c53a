import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { Feed } from './feed.ts';
import './style/page.css';
import './style/narrow.css';
import './style/client.css';
import './style/message.css';
import './style/extras.css';
import './style/teams.css';
import './style/chat.css';
import './style/card.css';
import './style/slack.css';
import './style/webex.css';
import './style/preview.css';

const page = document.getElementById('page');
if (!page) throw new Error('index.html has no #page');
createRoot(page).render(
  <StrictMode>
    <App feed={new Feed()} />
  </StrictMode>,
);
