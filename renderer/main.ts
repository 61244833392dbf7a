import { createPinia } from 'pinia';
import { createApp } from 'vue';
import type { Component } from 'vue';
import App from './App.vue';
import { setBridge } from './bridge/call';
import { ensureBridge } from './bridge/ensure-bridge';
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/controls.css';

setBridge(ensureBridge());
createApp(App as Component)
  .use(createPinia())
  .mount('#app');
