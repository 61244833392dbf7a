import { contextBridge } from 'electron';
import { watchDroppedFiles } from './dropped-files';
import { windowBridge } from './window-bridge';

contextBridge.exposeInMainWorld('userMigration', windowBridge);
watchDroppedFiles(window);
