/** `npm run package`: dist/app.zip, exactly what runs in Azure. */
import { writeFile } from 'node:fs/promises';
import { PACKAGE_FILES, zipPackage } from './package-zip.ts';

const zip = await zipPackage('.');
await writeFile('dist/app.zip', zip);
console.log(`dist/app.zip ${Math.ceil(zip.byteLength / 1024)} KiB: ${PACKAGE_FILES.join(', ')}`);
