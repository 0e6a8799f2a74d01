// #region bootstrap
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideDns, withDoh, withOptions } from 'rxdns/angular';
import { App } from './app.js';

await bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideDns(
      // The server beside this page; another one can be typed in.
      withDoh({ url: new URL('/dns-query', location.origin).href, method: 'GET' }),
      withOptions({ timeout: 2000, tries: 2, deadline: 5000 }),
    ),
  ],
});
// #endregion
