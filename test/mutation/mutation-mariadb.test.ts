import { describeMutations } from './describe-mutations';

describeMutations('mysql');
