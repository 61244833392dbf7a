import { describeMutations } from './describe-mutations';

describeMutations('postgres');
