import { describeMendixDatabases } from '../support/describe-mendix-databases';

describeMendixDatabases('mysql');
