import { describeConcurrentWriters } from '../support/describe-concurrent-writers';

describeConcurrentWriters('mysql');
